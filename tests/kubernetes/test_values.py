"""Values for Kubernetes without a cluster: schema, rules of ours, the pods that KubeSpawner itself would ask for."""

import asyncio
import json
import re
import sys
import types
from pathlib import Path

import jsonschema
import pytest
import yaml
from kubespawner import KubeSpawner
from schemas import DASK_GATEWAY, JUPYTERHUB
from tornado.web import HTTPError
from traitlets.config import Config

from autograder.errors import KitError
from mentoring_cli.hub import accounts, pods
from mentoring_cli.hub.config import ROLES
from mentoring_cli.hub.settings import load

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
VALUES = yaml.safe_load((FOLDER / "values.yaml").read_text(encoding="utf-8"))
GATEWAY = yaml.safe_load((FOLDER / "dask-gateway.yaml").read_text(encoding="utf-8"))
OBJECTS = [
    item for name in ("storage", "prepare", "network")
    for item in yaml.safe_load_all((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
]  # fmt: skip
SETTINGS = """
state = "{0}/hub"
exchange = "{0}/exchange"
homes = "{0}/homes"
[[groups]]
id = "g1"
title = "Группа 1"
grader = "grader-g1"
port = 9101
root = "{0}/groups/g1"
instructors = ["teacher1"]
database = "postgresql+psycopg://grader-g1@postgres/mentoring_g1"
[[groups]]
id = "g2"
title = "Группа 2"
grader = "grader-g2"
port = 9102
root = "{0}/groups/g2"
instructors = ["{1}"]
"""


def region(folder: Path, teacher: str = "teacher2"):
    file = folder / "hub.toml"
    file.write_text(SETTINGS.format(folder / "files", teacher), encoding="utf-8")
    for group, codes in (("g1", ("u01", "u02")), ("g2", ("u01",))):
        roster = folder / "files" / "groups" / group / "workspace" / "roster.csv"
        roster.parent.mkdir(parents=True)
        rows = "".join(f"{code},{group},Участник,Номер,,\n" for code in codes)
        roster.write_text("code,group,surname,name,patronymic,email\n" + rows, encoding="utf-8")
    return load(file)


def walk(value, path=()):
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from walk(inner, (*path, str(key)))


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """The configuration that hub.extraConfig leaves, over a region of two groups, and the region's settings."""
    settings = region(tmp_path)
    pods.prepare(settings, lambda line: None)
    monkeypatch.setenv("MENTORING_PEOPLE", str(settings.state))
    monkeypatch.setenv("LOGIN_CLIENT_ID", "id")
    monkeypatch.setenv("LOGIN_CLIENT_SECRET", "secret")
    chart = types.ModuleType("z2jh")
    chart.get_config = lambda key: VALUES[key]
    monkeypatch.setitem(sys.modules, "z2jh", chart)
    monkeypatch.setattr("kubespawner.spawner.load_config", lambda **_: None)
    config = Config()
    single = VALUES["singleuser"]
    # as the chart hands singleuser.* over to the spawner
    config.KubeSpawner.update(
        image=f"{single['image']['name']}:{single['image']['tag']}", uid=single["uid"], fs_gid=single["fsGid"],
        mem_limit=single["memory"]["limit"], mem_guarantee=single["memory"]["guarantee"],
        cpu_limit=single["cpu"]["limit"], cpu_guarantee=single["cpu"]["guarantee"], cmd=single["cmd"],
        extra_pod_config=single["extraPodConfig"], extra_labels={"hub.jupyter.org/network-access-hub": "true"},
    )  # fmt: skip
    for name, code in sorted(VALUES["hub"]["extraConfig"].items()):
        exec(compile(code, name, "exec"), {"c": config})
    return config, settings


def pod(config, account: str):
    """The pod that KubeSpawner asks Kubernetes for, after our hook."""
    user = types.SimpleNamespace(name=account, id=1, url=f"/user/{account}/", settings={})
    orm_spawner = types.SimpleNamespace(name="", state=None, last_activity=None, server=None, user=user)

    async def asked() -> dict:
        spawner = KubeSpawner(config=config, _mock=True, user=user, orm_spawner=orm_spawner)
        await config.Spawner.pre_spawn_hook(spawner)
        return (await spawner.get_pod_manifest()).to_dict()

    return asyncio.run(asked())


@pytest.mark.parametrize(("values", "schema"), [(VALUES, JUPYTERHUB), (GATEWAY, DASK_GATEWAY)])
def test_values_have_only_keys_that_the_chart_knows_of_the_right_type(values, schema):
    jsonschema.Draft7Validator.check_schema(schema)
    jsonschema.Draft7Validator(schema).validate(values)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate({**values, "singleuserr": {}})


def test_no_secret_stands_in_a_file_and_addresses_hold_no_password():
    for name in ("values", "dask-gateway", "storage", "prepare", "network"):
        for document in yaml.safe_load_all((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")):
            for path, value in walk(document):
                if re.search(r"(?i)password|secret_?token|api_?token$|client_?secret|cookie", path[-1] if path else ""):
                    assert isinstance(value, dict) and "secretKeyRef" in str(value), path
                assert not re.search(r"://[^/\s]*:[^/\s]*@", value if isinstance(value, str) else ""), path
    assert VALUES["hub"]["db"]["type"] == "postgres" and "postgresql" in VALUES["hub"]["db"]["url"]
    assert VALUES["hub"]["extraEnv"]["PGPASSWORD"]["valueFrom"]["secretKeyRef"]["name"]


def test_images_are_pinned_and_name_no_registry():
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.iterdir())
    named = re.findall(r"(?m)(?:image: |name: (?=mentoring-(?:participant|grader)))([\w./:-]+)", text)
    tags = [image["tag"] for _, image in walk([VALUES, GATEWAY]) if isinstance(image, dict) and "tag" in image]
    assert tags and all(re.fullmatch(r"\d+\.\d+\.\d+", tag) for tag in tags)
    assert named and not [name for name in named if "/" in name or name.endswith(":latest")]
    base = re.findall(r"(?m)^FROM (\S+)", (FOLDER / "Dockerfile").read_text(encoding="utf-8"))
    assert re.fullmatch(r"python:3\.11\.\d+-slim-bookworm", base[0]) and base[1] == "participant"


def test_everything_that_runs_has_requests_and_limits():
    containers = [
        VALUES["hub"],
        VALUES["proxy"]["chp"],
        *(GATEWAY[name] for name in ("gateway", "controller", "traefik")),
    ]
    containers += [
        c for item in OBJECTS if item["kind"] == "Job" for c in item["spec"]["template"]["spec"]["containers"]
    ]
    for container in containers:
        for part in ("requests", "limits"):
            assert {"cpu", "memory"} <= set(container["resources"][part])
    for who in (VALUES["singleuser"], VALUES["custom"]["instructor"]):
        assert 0 < who["cpu"]["guarantee"] <= who["cpu"]["limit"] and {"guarantee", "limit"} <= set(who["memory"])
    for part in ("scheduler", "worker"):
        for name in ("cores", "memory"):
            assert {"request", "limit"} <= set(GATEWAY["gateway"]["backend"][part][name])
    assert GATEWAY["gateway"]["backend"]["worker"]["threads"] == 1, "a worker grades one work at a time"
    assert VALUES["cull"]["enabled"] and not VALUES["cull"]["users"]


def test_a_participants_pod_sees_its_own_folders_and_nothing_above_them(hub):
    config, settings = hub
    files = settings.state.parent
    made = pod(config, "g1-u01")
    container = made["spec"]["containers"][0]
    mounts = {
        mount["sub_path"]: (mount["mount_path"], bool(mount["read_only"])) for mount in container["volume_mounts"]
    }
    assert mounts == {
        "homes/g1-u01": (f"{files}/homes/g1-u01", False),
        "exchange/g1/mailboxes/u01/in": (f"{files}/exchange/g1/mailboxes/u01/in", False),
        "exchange/g1/mailboxes/u01/out": (f"{files}/exchange/g1/mailboxes/u01/out", True),
        "exchange/g1/outbound": (f"{files}/exchange/g1/outbound", True),
    }
    environment = {one["name"]: one["value"] for one in container["env"]}
    assert environment["MENTORING_HOME"] == f"{files}/homes/g1-u01/course"
    assert environment["MENTORING_PARTICIPANT"] == "u01" and environment["MENTORING_INBOX"].endswith("/u01/in")
    assert not {"MENTORING_DB", "PGPASSWORD", "MENTORING_ROOT"} & set(environment)
    assert container["image"] == "mentoring-participant:0.1.0" and container["args"][-2:] == ["-m", "mentoring_cli.hub"]
    assert made["metadata"]["labels"]["mentoring-role"] == "participant"
    security = container["security_context"]
    assert (security["runAsUser"], security["runAsGroup"]) == (1000, 100)
    assert security["capabilities"] == {"drop": ["ALL"]} and security["allowPrivilegeEscalation"] is False
    assert made["spec"]["automount_service_account_token"] is False
    assert container["resources"]["limits"]["memory"] == 2 * 1024**3 and container["resources"]["limits"]["cpu"] == 1
    assert container["resources"]["requests"]["memory"] == 1024**3


def test_two_participants_of_one_code_in_two_groups_share_no_folder_that_can_be_written(hub):
    config, _ = hub
    written = []
    for account in ("g1-u01", "g1-u02", "g2-u01"):
        mounts = pod(config, account)["spec"]["containers"][0]["volume_mounts"]
        written += [mount["sub_path"] for mount in mounts if not mount["read_only"]]
        assert not [m for m in mounts if not m["sub_path"] or m["sub_path"].startswith(("groups", "hub", "/", "."))]
    assert len(set(written)) == len(written) == 6


def test_an_instructors_pod_has_the_groups_course_and_the_next_participant_is_a_participant_again(hub):
    config, settings = hub
    made = pod(config, "teacher1")
    container = made["spec"]["containers"][0]
    assert {mount["sub_path"] for mount in container["volume_mounts"]} == {"groups/g1", "exchange/g1"}
    assert (
        container["image"] == "mentoring-grader:0.1.0" and made["metadata"]["labels"]["mentoring-role"] == "instructor"
    )
    assert container["args"][0] == "jupyterhub-singleuser"
    assert container["args"][-1] == f"--ServerApp.root_dir={settings.groups[0].root}"
    environment = {one["name"]: one for one in container["env"]}
    assert environment["PGPASSWORD"]["value_from"]["secretKeyRef"] == {"name": "mentoring-gradebooks", "key": "g1"}
    assert environment["MENTORING_COURSE"]["value"] == "g1" and "MENTORING_PARTICIPANT" not in environment
    assert pod(config, "g1-u02")["spec"]["containers"][0]["image"] == "mentoring-participant:0.1.0"
    assert "PGPASSWORD" not in str(pod(config, "teacher2")), "a gradebook in a file needs no password"


def test_a_stranger_gets_no_pod_and_groups_are_those_of_the_rosters(hub):
    config, _ = hub
    with pytest.raises(HTTPError) as refused:
        pod(config, "g3-u01")
    assert refused.value.status_code == 403
    assert config.Authenticator.allowed_users == {"g1-u01", "g1-u02", "g2-u01", "teacher1", "teacher2"}
    assert config.JupyterHub.load_groups["instructors-g1"] == {"users": ["teacher1"]}
    assert VALUES["hub"]["config"]["Authenticator"]["allow_all"] is False


def test_folders_are_made_and_may_be_made_again(tmp_path):
    settings = region(tmp_path)
    first = pods.prepare(settings, lambda line: None).read_text()
    box = settings.exchange / "g1" / "mailboxes" / "u01"
    (box / "in" / "kept").touch()
    assert pods.prepare(settings, lambda line: None).read_text() == first
    assert (box / "in" / "kept").exists() and (box / "out").is_dir() and (settings.homes / "g2-u01").is_dir()
    assert (settings.groups[0].root / "assignments").resolve() == (ROOT / "assignments").resolve()
    assert json.loads(first)["schema"] == 1


def test_an_instructor_of_two_groups_and_a_folder_outside_the_volume_are_refused_in_russian(tmp_path):
    with pytest.raises(KitError, match="одна группа"):
        pods.people(region(tmp_path, teacher="teacher1"))
    (tmp_path / "more").mkdir()
    settings = region(tmp_path / "more").model_copy(update={"homes": Path("/elsewhere")})
    with pytest.raises(KitError, match="вне общего тома"):
        pods.people(settings)


def test_the_image_of_participants_holds_no_reference_solutions():
    stages = re.split(r"(?m)^FROM ", (FOLDER / "Dockerfile").read_text(encoding="utf-8"))[1:]
    copied = [set(re.findall(r"(?m)^COPY (.+) \S+$", stage)) for stage in stages]
    assert stages[0].startswith("python:") and "participant" in stages[0].splitlines()[0]
    assert not {word for line in copied[0] for word in line.split()} & {*accounts.KEYS, "."}
    assert copied[1] == {"assignments"} and "USER 1000:100" in stages[0]
    ignored = (FOLDER / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()
    assert ignored[0] == "*" and not {f"!{name}" for name in ("tests", "benchmarks", "workspace", ".git")} & set(
        ignored
    )
    assert GATEWAY["gateway"]["backend"]["image"]["name"] == VALUES["singleuser"]["image"]["name"]


def test_participants_reach_the_hub_alone():
    policy = VALUES["singleuser"]["networkPolicy"]
    allowed = [name for name, on in policy["egressAllowRules"].items() if on]
    assert (
        policy["enabled"] and policy["egress"] == policy["ingress"] == [] and allowed == ["dnsPortsKubeSystemNamespace"]
    )
    for item in OBJECTS:
        if item["kind"] == "NetworkPolicy":
            assert "participant" not in str(item["spec"])
    assert VALUES["hub"]["networkPolicy"]["enabled"] and VALUES["proxy"]["chp"]["networkPolicy"]["enabled"]


def test_roles_carry_what_their_bearer_does_by_jupyterhubs_own_reckoning():
    from jupyterhub import orm, roles, scopes

    database = orm.new_session_factory("sqlite://")()
    for role in roles.get_default_roles():
        roles.create_role(database, role)
    for name, role in VALUES["hub"]["loadRoles"].items():
        roles.create_role(database, {"name": name, "description": role["description"], "scopes": role["scopes"]})
    person = orm.User(name="g1-u01")
    client = orm.OAuthClient(identifier="page", redirect_uri="")
    database.add_all([person, client, orm.Spawner(name="", user=person)])
    database.commit()
    roles.grant_role(database, person, orm.Role.find(database, "user"))
    own = scopes.get_scopes_for(person)
    token = person.new_api_token(roles=["server"], oauth_client=client)
    page = scopes.get_scopes_for(orm.APIToken.find(database, token))
    assert own and all(scope.endswith("!user=g1-u01") for scope in own), own
    assert {"access:servers!user=g1-u01", "start:servers!user=g1-u01"} <= own
    assert not [scope for scope in own | page if re.match("admin|tokens|proxy|list|shares|shutdown|read:roles", scope)]
    assert {"users:activity!user=g1-u01", "read:users:groups!user=g1-u01"} <= page
    assert not [scope for scope in page if re.match("servers|delete|start", scope)], page
    given = VALUES["hub"]["loadRoles"]
    assert {name: given[name]["scopes"] for name in ROLES} == ROLES, "the same as on one server"
    assert given["prometheus"]["scopes"] == ["read:metrics"]
    assert not [role for role in given.values() if "dask-gateway" in role.get("services", [])]


def test_code_in_the_values_of_the_gateway_lets_instructors_in_and_nobody_else(monkeypatch):
    from dask_gateway_server.auth import JupyterHubAuthenticator
    from dask_gateway_server.models import User

    async def known(self, request):
        return User(request, groups=["instructors-g1"] if request == "teacher1" else ["g1"])

    monkeypatch.setattr(JupyterHubAuthenticator, "authenticate", known)
    config = Config()
    for name, code in sorted(GATEWAY["gateway"]["extraConfig"].items()):
        exec(compile(code, name, "exec"), {"c": config})
    door = config.DaskGateway.authenticator_class()
    assert asyncio.run(door.authenticate("teacher1")).name == "teacher1"
    with pytest.raises(Exception, match="instructors only"):
        asyncio.run(door.authenticate("g1-u01"))
    assert config.KubeClusterConfig.cluster_max_workers == 64


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.iterdir() if path.suffix != ".dockerignore"))
def test_files_say_that_they_were_not_run(name):
    assert "Не запускалось" in (FOLDER / name).read_text(encoding="utf-8")
