"""Reading SOPs from files: text, Word, PDF, Excel and JSON give the same document through one row logic."""
