"""From YAML files to the values of the core; the only package that imports YAML."""
