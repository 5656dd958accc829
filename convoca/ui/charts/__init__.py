"""What the pictures need to be drawn, as plain values: counts, words and positions.

Each picture is a frozen value given to its fragment, `{% include "ui/charts/heat.html" %}` with
`heat` in the context. Nothing here asks the database or decides who counts.
"""

from convoca.ui.charts.bars import Funnel, FunnelStep, Meter
from convoca.ui.charts.heat import Heat, HeatCell, HeatRow
from convoca.ui.charts.lined import LinedBars, LinedShare
from convoca.ui.charts.matrix import Axis, Cut, MatrixPicture, Theme, place_themes
from convoca.ui.charts.seats import Region, Seat, SeatPicture, place_seats
from convoca.ui.charts.states import Presence, SeatState
from convoca.ui.charts.strip import AttendanceStrip, StripRow

__all__ = [
    "AttendanceStrip",
    "Axis",
    "Cut",
    "Funnel",
    "FunnelStep",
    "Heat",
    "HeatCell",
    "HeatRow",
    "LinedBars",
    "LinedShare",
    "MatrixPicture",
    "Meter",
    "Presence",
    "Region",
    "Seat",
    "SeatPicture",
    "SeatState",
    "StripRow",
    "Theme",
    "place_seats",
    "place_themes",
]
