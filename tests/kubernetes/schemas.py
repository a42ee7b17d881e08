"""What of the two charts' values we use, written by us after reading the charts' own schemas (docs/kubernetes.md).

`closed`: only these keys; everything the charts leave open (roles, services, Kubernetes' own objects) is open here too.
"""

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
FLAG: dict[str, Any] = {"type": "boolean"}
WHOLE: dict[str, Any] = {"type": ["integer", "null"]}
OPEN: dict[str, Any] = {"type": "object"}
TEXTS: dict[str, Any] = {"type": "object", "additionalProperties": TEXT}
LIST: dict[str, Any] = {"type": "array"}
AMOUNT: dict[str, Any] = {"type": ["number", "string", "null"]}


def closed(**keys: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": keys}


def needs(schema: dict[str, Any], *names: str) -> dict[str, Any]:
    return schema | {"required": list(names)}


IMAGE = needs(
    closed(name=TEXT, tag=TEXT, pullPolicy={"enum": [None, "", "IfNotPresent", "Always", "Never"]}), "name", "tag"
)
NETWORK = closed(
    enabled=FLAG, ingress=LIST, egress=LIST,
    egressAllowRules=closed(
        cloudMetadataServer=FLAG, dnsPortsCloudMetadataServer=FLAG, dnsPortsKubeSystemNamespace=FLAG,
        dnsPortsPrivateIPs=FLAG, nonPrivateIPs=FLAG, privateIPs=FLAG,
    ),
)  # fmt: skip
HUB = closed(
    concurrentSpawnLimit=WHOLE, activeServerLimit=WHOLE, consecutiveFailureLimit=WHOLE,
    allowNamedServers={"type": ["boolean", "null"]}, authenticatePrometheus={"type": ["boolean", "null"]},
    db=closed(
        type={"enum": ["sqlite-pvc", "sqlite-memory", "mysql", "postgres", "other"]},
        url={"type": ["string", "null"]}, upgrade={"type": ["boolean", "null"]},
    ),
    extraEnv={"type": ["object", "array"]}, config=OPEN, extraVolumes=LIST, extraVolumeMounts=LIST, services=OPEN,
    loadRoles=OPEN, extraConfig=OPEN, networkPolicy=NETWORK, containerSecurityContext=OPEN, resources=OPEN,
)  # fmt: skip
JUPYTERHUB = closed(
    custom=OPEN, hub=HUB,
    proxy=closed(
        service=closed(type={"enum": ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"]}),
        https=closed(enabled={"type": ["boolean", "null"]}), chp=closed(networkPolicy=NETWORK, resources=OPEN),
    ),
    ingress=needs(
        closed(enabled=FLAG, ingressClassName={"type": ["string", "null"]}, hosts=LIST, annotations=TEXTS, tls=LIST),
        "enabled",
    ),
    singleuser=closed(
        image=IMAGE, cmd={"type": ["array", "string", "null"]}, startTimeout=WHOLE, uid=WHOLE, fsGid=WHOLE,
        allowPrivilegeEscalation={"type": ["boolean", "null"]},
        cpu=closed(limit={"type": ["number", "null"]}, guarantee={"type": ["number", "null"]}),
        memory=closed(limit=AMOUNT, guarantee=AMOUNT), extraPodConfig=OPEN,
        storage=needs(
            closed(type={"enum": ["dynamic", "static", "none"]}, homeMountPath=TEXT), "type", "homeMountPath"
        ),
        cloudMetadata=needs(closed(blockWithIptables=FLAG, ip=TEXT), "blockWithIptables", "ip"),
        networkPolicy=NETWORK,
    ),
    prePuller=needs(
        closed(
            hook=closed(enabled=FLAG), continuous=closed(enabled=FLAG),
            extraImages={"type": "object", "additionalProperties": needs(closed(name=TEXT, tag=TEXT), "name", "tag")},
        ),
        "hook", "continuous",
    ),
    scheduling=closed(
        userScheduler=closed(enabled=FLAG), podPriority=closed(enabled=FLAG),
        userPlaceholder=closed(enabled=FLAG, replicas={"type": "integer"}),
    ),
    cull=needs(
        closed(enabled=FLAG, users={"type": ["boolean", "null"]}, timeout=WHOLE, every=WHOLE, concurrency=WHOLE,
               maxAge=WHOLE),
        "enabled",
    ),
    debug=closed(enabled=FLAG), rbac=needs(closed(create=FLAG), "create"),
)  # fmt: skip

LEVEL = {"enum": ["ERROR", "WARN", "INFO", "DEBUG"]}
PART = closed(cores=closed(request=AMOUNT, limit=AMOUNT), memory=closed(request=AMOUNT, limit=AMOUNT),
              extraPodConfig=OPEN, extraContainerConfig=OPEN)  # fmt: skip
WORKER = closed(**PART["properties"], threads=WHOLE)
DASK_GATEWAY = closed(
    gateway=closed(
        replicas={"type": "integer"}, loglevel=LEVEL, resources=OPEN,
        auth=closed(
            type={"enum": ["simple", "kerberos", "jupyterhub", "custom"]},
            jupyterhub=closed(apiTokenFromSecretName=TEXT, apiTokenFromSecretKey=TEXT, apiUrl=TEXT),
        ),
        backend=needs(
            closed(image=IMAGE, scheduler=needs(PART, "cores", "memory"), worker=needs(WORKER, "cores", "memory")),
            "image", "scheduler", "worker",
        ),
        extraConfig=TEXTS,
    ),
    controller=closed(enabled=FLAG, loglevel=LEVEL, completedClusterMaxAge={"type": "number"}, resources=OPEN),
    traefik=closed(
        replicas={"type": "integer"}, loglevel=LEVEL, dashboard=FLAG, resources=OPEN,
        service=closed(
            type={"type": ["string", "null"]},
            ports=needs(
                closed(
                    web=needs(closed(port={"type": "number"}), "port"),
                    tcp=needs(closed(port={"type": ["number", "string"]}), "port"),
                ),
                "web", "tcp",
            ),
        ),
    ),
    rbac=closed(enabled=FLAG),
)  # fmt: skip
