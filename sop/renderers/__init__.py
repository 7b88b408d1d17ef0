"""The SOP as something to look at: the drawing, the printed document."""
