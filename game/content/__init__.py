"""From text to the model: the only place that knows how a scenario is written down."""
