"""The use cases that every face calls: play, campaign, review, rooms."""
