"""Draws a forecast in the terminal: the shown past, then a fan of quantiles over the horizons."""

import math

import plotext

from meritnet.subnets.price.consumer import NOTICE, PERCENTILES, PriceForecast
from meritnet.subnets.price.task import HORIZONS, MICRO, Series

PAST_SHOWN = 60
"""Steps of the past in the picture."""
FAN = ((5, "red", "5 / 95 %"), (25, "orange", "25 / 75 %"), (50, "blue", "50 %"))
"""Percentile, colour and label of each pair of lines; the upper one is 100 minus the percentile."""


def price_path(series: Series) -> list[float]:
    """Return the last PAST_SHOWN + 1 prices as an index that is 100 at the last shown step."""
    path, level = [100.0], 0.0
    for step in reversed(series.returns[-PAST_SHOWN:]):
        level -= step * MICRO
        path.append(100.0 * math.exp(level))
    return path[::-1]


def fan_line(forecast: PriceForecast, percentile: int) -> list[float]:
    """Return one quantile's index prices: 100 at the last shown step, then at each horizon."""
    column = PERCENTILES.index(percentile)
    return [100.0, *(100.0 * math.exp(row[column]) for row in forecast.quantiles)]


def fan_chart(
    series: Series, forecast: PriceForecast, width: int = 76, height: int = 20, colour: bool = True
) -> str:
    """Return the chart as text of about `width` by `height` characters, with the notice in its title."""
    figure = plotext.figure
    figure.clear()
    figure.plot_size(width, height)
    past = price_path(series)
    start = 1 - len(past)
    figure.draw(figure.signal(list(range(start, 1)), past, marker="braille").lines().label("past"))
    steps = [0, *HORIZONS]
    for percentile, ink, label in FAN:
        for place, side in enumerate(sorted({percentile, 100 - percentile})):
            marker = plotext.marker("braille", ink)
            line = figure.signal(steps, fan_line(forecast, side), marker=marker).lines()
            figure.draw(line if place else line.label(label))
    figure.title(f"{series.asset}: {NOTICE}")
    figure.label("steps from now; price index, now = 100")
    text = str(figure.build().string(colorless=not colour))
    figure.clear()
    return text


def quantile_table(forecast: PriceForecast) -> str:
    """Return the quantiles of the total return in per cent, one line a horizon, and who served them."""
    head = "horizon " + "".join(f"{percentile:>8d}%" for percentile in PERCENTILES)
    lines = [head]
    for horizon, row in zip(HORIZONS, forecast.quantiles, strict=True):
        moves = "".join(f"{round(100 * math.expm1(value), 2) + 0.0:+8.2f}%" for value in row)
        lines.append(f"{horizon:>7d} {moves}")
    lines.append(f"served by uids {', '.join(map(str, forecast.served_by))}; {NOTICE}")
    return "\n".join(lines)
