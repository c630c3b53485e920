"""Cases, their outcome as it is printed, and the count of them."""

import contextlib
import time


class Refused(AssertionError):
    """The other side did not do what the case asks."""


def expect(condition, otherwise):
    if not condition:
        raise Refused(otherwise)


class Report:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    @contextlib.contextmanager
    def case(self, name):
        """One case: whatever its body raises makes it fail, and the next one still runs."""
        started = time.monotonic()
        try:
            yield
        except Exception as error:
            self.failed += 1
            print(f"FAILED  {name}: {type(error).__name__}: {error}", flush=True)
        else:
            self.passed += 1
            print(f"ok      {name} ({time.monotonic() - started:.2f} s)", flush=True)

    def close(self):
        print(f"{self.passed} passed, {self.failed} failed")
        # A run without cases has shown nothing.
        return 0 if self.passed and not self.failed else 1
