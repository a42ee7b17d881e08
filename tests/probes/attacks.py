# ruff: noqa: E501 (an attack is easier to read on a line)
"""Harmless attacks: each is a cell whose value is «done» when it got what it wanted. Used by test_sandbox only.

`{secret}`, `{folder}`, `{pid}` … are filled in by the test: planted secrets, a throw-away folder and process.
"""

CALL = "import ctypes\nassert ctypes.CDLL(None, use_errno=True).syscall({call}) >= 0\n'done'"
READ = "assert 'planted-' in open({secret!r}, errors='replace').read()\n'done'"
FILES = ("gradebook.db", "source.ipynb", "u02/mini/answers.json", "home/.netrc", "home/.ssh/id_ed25519")

ATTACKS = {
    "list a folder": "import os\nassert 'gradebook.db' in os.listdir({folder!r})\n'done'",
    "read by a symbolic link": "import os\nos.symlink({secret!r}, 'x')\nassert 'planted-' in open('x').read()\n'done'",
    "read by a hard link": "import os\nos.link({secret!r}, 'x')\nassert 'planted-' in open('x').read()\n'done'",
    "read through the root of a process": (
        "assert 'planted-' in open('/proc/self/root' + {secret!r}).read()\n'done'"
    ),
    "read the environment of another process": (
        "assert 'planted-' in open('/proc/{pid}/environ').read()\n'done'"
    ),
    "read the command line of another process": "open('/proc/{pid}/cmdline').read()\n'done'",
    "read the memory of another process": "open('/proc/{pid}/mem', 'rb')\n'done'",
    "read the list of users": "open('/etc/passwd').read()\n'done'",
    "write outside": "open({folder!r} + '/written', 'w').write('x')\n'done'",
    "append to a foreign file": "open({secret!r}, 'a').write('x')\n'done'",
    "empty a foreign file": "import os\nos.truncate({victim!r}, 0)\nassert os.stat({victim!r}).st_size == 0\n'done'",
    "empty a library": (
        "import os\nos.close(os.open({victim!r}, os.O_RDONLY | os.O_TRUNC))\n'done'"
    ),
    "remove a foreign file": "import os\nos.remove({victim!r})\n'done'",
    "rename a foreign file": "import os\nos.rename({victim!r}, {victim!r} + '1')\n'done'",
    "lock a foreign file away": (
        "import os\nos.chmod({victim!r}, 0)\nassert os.stat({victim!r}).st_mode & 0o777 == 0\n'done'"
    ),
    "change times of a foreign file": (
        "import os\nos.utime({victim!r}, (1, 1))\nassert os.stat({victim!r}).st_mtime == 1\n'done'"
    ),
    "make a folder elsewhere": "import os\nos.mkdir({folder!r} + '/made')\n'done'",
    "write to shared memory": "open('/dev/shm/{mark}', 'w').write('x')\nimport os; os.remove('/dev/shm/{mark}')\n'done'",
    "keep a shared memory segment": (
        "import ctypes\nlibc = ctypes.CDLL(None)\nsegment = libc.shmget(0, 4096, 0o1600)\nassert segment >= 0\n"
        "libc.shmctl(segment, 0, None)\n'done'"
    ),
    "connect by TCP": "import socket\nsocket.create_connection(('127.0.0.1', {tcp}), 2).close()\n'done'",
    "listen on TCP": "import socket\ns = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()\n'done'",
    "send by UDP": (
        "import socket\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ns.sendto(b'x', ('127.0.0.1', {tcp}))\n'done'"
    ),
    "connect to a unix socket": (
        "import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect({unix!r})\n'done'"
    ),
    "connect to an abstract socket": (
        "import socket\ns = socket.socket(socket.AF_UNIX)\ns.connect('\\0{mark}')\n'done'"
    ),
    "send a datagram from a pair": (
        "import socket\na, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\na.sendto(b'x', {datagram!r})\n'done'"
    ),
    "open a raw system socket": (
        "import ctypes\nfd = ctypes.CDLL(None, use_errno=True).syscall({socket_call}, 2, 1, 0)\nassert fd >= 0\n'done'"
    ),
    "signal another process": "import os\nos.kill({pid}, 0)\n'done'",
    "stop another process": "import os, signal\nos.kill({pid}, signal.SIGSTOP)\nos.kill({pid}, signal.SIGCONT)\n'done'",
    "signal by a file's owner": (
        "import fcntl, os\nfcntl.fcntl(os.open('.', os.O_RDONLY), fcntl.F_SETOWN, {pid})\n'done'"
    ),
    "signal by a handle": "import os\nos.close(os.pidfd_open({pid}))\n'done'",
    "trace another process": (
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\nassert libc.ptrace(16902, {pid}, 0, 0) == 0\n'done'"
    ),
    "change limits of another process": (
        "import resource\nresource.prlimit({pid}, resource.RLIMIT_CORE)\n'done'"
    ),
    "start a process": "import os\npid = os.fork()\nif pid == 0: os._exit(0)\nos.waitpid(pid, 0)\n'done'",
    "start a program": "import subprocess\nsubprocess.run(['/bin/true'], check=True)\n'done'",
    "start a few processes over the limit": (
        "import os\nmade = []\nfor _ in range(6):\n    pid = os.fork()\n    if pid == 0: os._exit(0)\n    made.append(pid)\n"
        "for pid in made: os.waitpid(pid, 0)\n'done'"
    ),
    "make an executable file in memory": "import os\nos.close(os.memfd_create('x'))\n'done'",
    "run an executable file from memory": (
        "import os\nfd = os.memfd_create('x')\nos.write(fd, open('/bin/true', 'rb').read())\npid = os.fork()\n"
        "if pid == 0: os.execve(f'/proc/self/fd/{{fd}}', ['x'], {{}})\nassert os.waitpid(pid, 0)[1] == 0\n'done'"
    ),
    "make a user namespace": CALL.format(call="{calls[unshare]}, 0x10000000"),
    "open an io_uring": CALL.format(call="{calls[io_uring_setup]}, 4, ctypes.create_string_buffer(200)"),
    "catch faults of memory": CALL.format(call="{calls[userfaultfd]}, 1"),
    "clone by the newer call": (
        "import ctypes, os, struct\nwish = ctypes.create_string_buffer(struct.pack('=8Q', 0, 0, 0, 0, 17, 0, 0, 0))\n"
        "pid = ctypes.CDLL(None, use_errno=True).syscall(435, wish, 64)\nif pid == 0: os._exit(0)\nassert pid > 0\n"
        "os.waitpid(pid, 0)\n'done'"
    ),
    "read another process by a system call": (
        "import ctypes, struct\nroom = ctypes.create_string_buffer(8)\nhere = struct.pack('QQ', ctypes.addressof(room), 8)\n"
        "there = struct.pack('QQ', {address}, 8)\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "assert libc.process_vm_readv({pid}, here, 1, there, 1, 0) == 8\n'done'"
    ),
    "read the own memory as a file": "open('/proc/self/mem', 'rb')\n'done'",
    "list the processes": "import os\nassert '{pid}' in os.listdir('/proc')\n'done'",
    "use the system's keyring": CALL.format(call="{calls[keyctl]}, 0, -3, 1"),
    "put a key into the keyring": CALL.format(call="{calls[add_key]}, b'user', b'{mark}', b'x', 1, -3"),
    "make a semaphore": "import ctypes\nlibc = ctypes.CDLL(None)\nmade = libc.semget(0, 1, 0o1600)\nassert made >= 0\nlibc.semctl(made, 0, 0)\n'done'",
    "make a message queue": "import ctypes\nlibc = ctypes.CDLL(None)\nmade = libc.msgget(0, 0o1600)\nassert made >= 0\nlibc.msgctl(made, 0, None)\n'done'",
    "make a POSIX message queue": (
        "import ctypes\nlibc = ctypes.CDLL('librt.so.1')\nassert libc.mq_open(b'/{mark}', 0o102, 0o600, None) >= 0\n"
        "libc.mq_unlink(b'/{mark}')\n'done'"
    ),
    "share memory by name": (
        "from multiprocessing.shared_memory import SharedMemory\nmade = SharedMemory('{mark}', create=True, size=10)\n"
        "made.close(); made.unlink()\n'done'"
    ),
    "make a pipe with a name": "import os\nos.mkfifo('pipe')\n'done'",
    "watch a folder": CALL.format(call="{calls[inotify_init1]}, 0"),
    "keep others from the processor": "import os\nos.setpriority(os.PRIO_PROCESS, {pid}, 19)\n'done'",
}  # fmt: skip

LEAVE_BEHIND = (
    "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep({wait})\n    open({mark!r}, 'w').close()\n"
    "    os._exit(0)\ntime.sleep(0.2)\n'done'"
)
THREADS = (
    "import threading\nstop = threading.Event()\nmade = [threading.Thread(target=stop.wait) for _ in range(60)]\n"
    "try:\n    for one in made: one.start()\n    told = 'done'\nexcept RuntimeError:\n    told = 'refused'\nstop.set()\ntold"
)
FILL = "for n in range(40):\n    open(f'f{n}', 'wb').write(b'x' * 1_000_000)\n'done'"
HIDE = (
    "import os\nkept = []\nfor n in range(40):\n    f = open('f', 'wb')\n    f.write(b'x' * 1_000_000)\n    f.flush()\n"
    "    os.unlink('f')\n    kept.append(f)\n'done'"
)
UNNAMED = (
    "import os\nkept = []\nfor n in range(40):\n    fd = os.open('.', os.O_TMPFILE | os.O_RDWR)\n"
    "    os.write(fd, b'x' * 1_000_000)\n    kept.append(fd)\n'done'"
)
MAPPED = (
    "import mmap, os\nkept = []\nfor n in range(60):\n    f = open('f', 'wb+')\n    f.write(b'x' * 1_000_000)\n    f.flush()\n"
    "    kept.append(mmap.mmap(f.fileno(), 4096))\n    f.close()\n    os.unlink('f')\n'done'"
)
MANY = "for n in range(20_000):\n    open(f'f{n}', 'w').close()\n'done'"
ALLOCATE = "import os\nos.posix_fallocate(os.open('f', os.O_CREAT | os.O_RDWR), 0, 10_000_000)\n'done'"
STUBBORN = (
    "import signal\nfor one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(one, signal.SIG_IGN)\n"
    "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
)
FLOOD = "import os\npart = b'x' * 1_000_000\nfor _ in range(1_000): os.write(1, part); os.write(2, part)\n'done'"
FLOOD_ANSWERS = (
    "import os\npart = b'x' * 1_000_000\nfor _ in range(1_000):\n    for fd in range(3, 32):\n"
    "        try: os.write(fd, part)\n        except OSError: pass\n'done'"
)
REPLACE = (
    "import builtins, io, json, sys\n"
    'json.dumps = lambda *a, **k: \'{"value": 12, "error": ""}\'\njson.loads = lambda *a, **k: {}\n'
    "builtins.print = builtins.open = io.open = lambda *a, **k: None\nbuiltins.eval = lambda *a, **k: 12\n"
    "builtins.exec = builtins.compile = None\nsys.displayhook = sys.stdout = sys.stderr = None\nsys.modules['json'] = None\n'done'"
)
SHARE = (
    "import builtins, os, pandas\nseen = [getattr(builtins, 'left', 0), getattr(pandas, 'left', 0), os.path.exists('left')]\n"
    "builtins.left = pandas.left = 1\nopen('left', 'w').close()\nos.environ['LEFT'] = '1'\nseen"
)
