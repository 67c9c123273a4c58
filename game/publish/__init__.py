"""A scenario, a campaign or a pack as something that opens by a click: page, site, course."""
