"""Draws docs/images/up.svg, the live view of `meritnet up`, from the figures of a run.

usage: meritnet up --minutes 10 --json > FIGURES; python -m scripts.picture FIGURES
"""

import argparse
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from meritnet.operator.up.market_view import MarketView, MinerRow, ValidatorRow
from meritnet.operator.up.rows import RowState
from meritnet.operator.up.screen import render
from meritnet.runtime.pallets.consensus_yuma.dissent import Disagreement, DissentReport, Dividends

IMAGE = Path(__file__).resolve().parents[1] / "docs" / "images" / "up.svg"
COLUMNS = 88
ENDPOINT = "ws://127.0.0.1:9944"


def view_of(figures: dict[str, Any]) -> MarketView:  # Any: JSON values
    """Return the market that the figures of a run describe."""
    market = figures["market"]
    return MarketView(
        **market
        | {
            "miners": tuple(MinerRow(**row) for row in market["miners"]),
            "validators": tuple(
                ValidatorRow(
                    **row
                    | {
                        "dissent": row["dissent"] and dissent_of(row["dissent"]),
                        "row": RowState(**row["row"] | {"waiting": tuple(row["row"]["waiting"])}),
                    }
                )
                for row in market["validators"]
            ),
        }
    )


def dissent_of(report: dict[str, Any]) -> DissentReport:
    """Return what a liar stands to lose; JSON has texts for the numbers of epochs."""
    return DissentReport(
        **report
        | {
            "actual": Dividends(**report["actual"]),
            "in_line": Dividends(**report["in_line"]),
            "losses": {int(epochs): loss for epochs, loss in report["losses"].items()},
            "disagreements": [Disagreement(**one) for one in report["disagreements"]],
        }
    )


def picture(figures: dict[str, Any]) -> str:
    """Return the view as SVG."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(render(view_of(figures), ENDPOINT, (), keys=True))
    drawn = console.export_svg(title="make up", unique_id="up")
    # A page must not make its readers fetch fonts from somewhere.
    return re.sub(r"\s*@font-face \{.*?\}|\s*<!--.*?-->", "", drawn, flags=re.DOTALL)


def main(arguments: list[str] | None = None) -> int:
    """Write the picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figures", type=Path, help="JSON that `meritnet up --json` printed")
    options = parser.parse_args(arguments)
    IMAGE.parent.mkdir(parents=True, exist_ok=True)
    IMAGE.write_text(picture(json.loads(options.figures.read_text(encoding="utf-8"))), encoding="utf-8")
    print(f"wrote {IMAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
