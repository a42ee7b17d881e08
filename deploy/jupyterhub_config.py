"""JupyterHub finds its configuration here: `jupyterhub -f deploy/jupyterhub_config.py`; see hub.toml beside it."""

from mentoring_cli.hub.config import configure

configure(get_config())  # noqa: F821  (JupyterHub provides get_config)
