"""Ways to send a report: one file each behind one small interface."""

from collections.abc import Mapping

from reporting.couriers.by_hand import ByHand
from reporting.couriers.courier import Courier
from reporting.couriers.mail import Mail
from reporting.couriers.push import Push
from reporting.models import Destination

COURIERS: Mapping[str, Courier] = {
    Destination.Channel.MANUAL: ByHand(),
    Destination.Channel.HTTP: Push(),
    Destination.Channel.EMAIL: Mail(),
}
