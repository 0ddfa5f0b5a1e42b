"""From a plan file to task drafts: ``read`` a plan, ``expand`` its templates over its units.

A plan file is TOML written by people (``docs/plan-format.md``). This room knows no database:
what it gives is applied by others. Texts come out NFC; quantities are integers of thousandths.
"""

from seed.expansion import expand
from seed.model import PlanFile, Template
from seed.problems import BadPlanFile
from seed.reading import read
from seed.sources import bundled

__all__ = ["BadPlanFile", "PlanFile", "Template", "bundled", "expand", "read"]
