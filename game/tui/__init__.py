"""The terminal face, on Textual. It shows views and sends actions; it holds no rule."""

import gc
import linecache


# Classes that attrs made leave rubbish and the source of their methods behind. It takes long to
# search for it once Textual is imported.
gc.collect(0)
linecache.clearcache()
