"""The terminal face, on Textual. It shows views and sends actions; it holds no rule."""

import gc
import linecache


# To take less memory: attrs leaves rubbish behind for each class, and registers the source of the
# methods that it makes. Once Textual is imported, there is much more to search.
gc.collect(0)
linecache.clearcache()
