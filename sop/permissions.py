"""Who may do what in the procedure; tasks themselves follow the SOP's lanes.

The one table of permissions stands in organisation/permissions.py; the procedure asks it through here.
"""

from organisation.permissions import Permission, may

__all__ = ["Permission", "may"]
