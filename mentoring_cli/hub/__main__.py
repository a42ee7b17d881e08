"""`python -m mentoring_cli.hub`: the participant's server, as the hub's spawner starts it."""

from mentoring_cli.hub.door import main

main()
