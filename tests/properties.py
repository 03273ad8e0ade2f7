"""On how many examples a property is tried: on a few in each run, on many where it is thorough.

Each run draws other examples (but for the same where ``CI`` is set), so that a rare one is found by
a later run; ``make test THOROUGH=1`` draws as many at once as a property says that it needs.
"""

import os
from typing import Any

import hypothesis

THOROUGH = bool(os.environ.get("THOROUGH"))
# Six runs draw as many examples as a thorough one; fewer than fifteen would be hardly a property.
_SHARE = 6
_FEWEST = 15
# Machines are noisy: how long examples take to draw tells how busy one is, not whether a property
# holds. For the same reason there is no deadline.
_OF_THE_MACHINE = (hypothesis.HealthCheck.too_slow,)


def examples(thorough: int, **more: Any) -> hypothesis.settings:
    """Settings for so many examples where the run is thorough, for a sixth of them where not."""
    count = thorough if THOROUGH else min(thorough, max(_FEWEST, thorough // _SHARE))
    suppressed = [*_OF_THE_MACHINE, *more.pop("suppress_health_check", ())]
    return hypothesis.settings(
        max_examples=count, deadline=None, suppress_health_check=suppressed, **more
    )
