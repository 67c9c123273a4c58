"""Export scenarios, campaigns and packs as an HTML page, a static site or a course package."""
