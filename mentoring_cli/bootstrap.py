"""Makes the environment in .venv from the lock. Standard library only and old-Python syntax: it runs before anything
is installed and must be able to say in Russian what the machine lacks."""
# ruff: noqa: UP031, UP036

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PACKAGES = ("mentoring", "autograder", "mentoring_cli")


def stop(sentence):
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def check_machine():
    if sys.version_info < (3, 11):
        stop(
            "Нужен Python 3.11 или новее, а здесь %d.%d. Установите его и повторите: make start PYTHON=python3.11"
            % sys.version_info[:2]
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("В системе нет модуля venv. В Debian и Ubuntu его ставит одна команда: sudo apt install python3-venv")


def run(*command):
    environment = dict(os.environ)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # without bytecode every process compiles its libraries again
    if subprocess.call(command, cwd=ROOT, env=environment) != 0:
        stop("Не удалось выполнить: %s. Проверьте доступ к каталогу пакетов Python и повторите." % " ".join(command))


def main():
    check_machine()
    python = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin", "python")
    print("Готовлю окружение в .venv — это займёт одну-три минуты…", flush=True)
    if not os.path.exists(python):
        run(sys.executable, "-m", "venv", VENV)
    pip = (python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--compile")
    run(*(pip + ("-r", "requirements.lock")))
    run(*(pip + ("--no-deps", "--editable", ".")))
    run(python, "-m", "compileall", "-q", *PACKAGES)
    with open(os.path.join(VENV, "ready"), "w") as mark:
        mark.write("ok\n")
    print("Окружение готово.")


if __name__ == "__main__":
    main()
