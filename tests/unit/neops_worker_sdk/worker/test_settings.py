"""Where settings come from, and what is said about wrong ones."""

from __future__ import annotations

import dataclasses
import os
import socket

import pytest

from neops_worker_sdk.worker.configuration import VARIABLES, SettingsError, examine_settings, read_settings
from neops_worker_sdk.worker.settings import WorkerSettings

SPECIFIED = {  # the variables and defaults of the published SDK
    "POLL_INTERVAL": ("poll_interval", 10),
    "HEARTBEAT_INTERVAL": ("heartbeat_interval", 20),
    "API_REQUEST_TIMEOUT": ("request_timeout", 30),
    "SHUTDOWN_TIMEOUT": ("shutdown_timeout", 60),
    "RESULT_PUSH_TIMEOUT": ("result_push_timeout", 300),
    "STARTUP_RETRY_TIMEOUT": ("startup_retry_timeout", 120),
    "BLOCKING_DETECTION_THRESHOLD": ("blocking_threshold", 0.5),
}


@pytest.fixture
def read(tmp_path):
    """read(given, env): the settings of a process in an empty directory."""

    def read(given=None, env=None, **more):
        return read_settings(given, env={} if env is None else env, directory=tmp_path, **more)

    return read


@pytest.fixture
def problems(tmp_path):
    def problems(given=None, env=None, **more):
        with pytest.raises(SettingsError) as caught:
            read_settings(given, env=env or {}, directory=tmp_path, **more)
        return caught.value.problems

    return problems


@pytest.fixture
def file(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_every_setting_has_a_variable_and_every_variable_a_setting():
    names = {field.name for field in dataclasses.fields(WorkerSettings)}
    assert {name for name, variable in VARIABLES.items() if variable.holds is None} == names
    assert len({variable.name for variable in VARIABLES.values()}) == len(VARIABLES)


@pytest.mark.parametrize("variable", SPECIFIED)
def test_the_defaults_are_those_of_the_published_sdk(read, variable):
    name, default = SPECIFIED[variable]
    assert getattr(read().settings, name) == default
    assert getattr(read(env={variable: "7"}).settings, name) == 7


@pytest.mark.parametrize("variable", SPECIFIED)
def test_fractions_are_allowed(read, variable):
    assert getattr(read(env={variable: "1.5"}).settings, SPECIFIED[variable][0]) == 1.5


def test_a_worker_is_called_like_its_machine(read):
    assert read().settings.name == socket.gethostname()
    assert read(env={"WORKER_NAME": " w1 "}).settings.name == "w1"


def test_a_blank_variable_is_as_if_it_were_not_set(read, file):
    file(".env", "POLL_INTERVAL=4\n")
    assert read(env={"POLL_INTERVAL": " ", "METRICS_PORT": ""}).settings.poll_interval == 4


def test_directories_are_separated_by_commas_and_count_from_the_working_directory(read, tmp_path):
    settings = read(env={"DIR_FUNCTION_BLOCKS": " a , /srv/b ,, "}).settings
    assert [str(path) for path in settings.blocks] == [str(tmp_path / "a"), "/srv/b"]


def test_a_tilde_is_the_home_directory(read, monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")
    assert str(read(env={"STATE_DIR": "~/state"}).settings.state_dir) == "/home/me/state"


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"XDG_STATE_HOME": "/var/x"}, "/var/x/neops-worker"),
        ({"XDG_STATE_HOME": "relative"}, "/home/me/.local/state/neops-worker"),
        ({}, "/home/me/.local/state/neops-worker"),
    ],
)
def test_the_state_directory_follows_the_conventions_of_the_system(read, monkeypatch, env, expected):
    monkeypatch.setenv("HOME", "/home/me")
    assert str(read(env=env).settings.state_dir) == expected


def test_a_user_without_a_home_keeps_the_state_in_the_working_directory(read, tmp_path, monkeypatch):
    def homeless(path):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("pathlib.Path.expanduser", homeless)
    assert read().settings.state_dir == tmp_path / ".neops-worker"


LAYERS = {
    "command line": "--poll-interval",
    "environment": "POLL_INTERVAL",
    ".env": "POLL_INTERVAL",
    "neops-blocks.toml": "worker.poll_interval",
}


@pytest.mark.parametrize("winner", LAYERS)
def test_the_first_place_that_gives_a_setting_wins_and_is_named(read, file, tmp_path, winner):
    names = list(LAYERS)
    given, env = {}, {}
    for number, name in enumerate(names[names.index(winner) :], start=1):
        if name == "command line":
            given = {"poll_interval": str(number)}
        elif name == "environment":
            env = {"POLL_INTERVAL": str(number)}
        elif name == ".env":
            file(name, f"POLL_INTERVAL={number}\n")
        else:
            file(name, f"[worker]\npoll_interval = {number}\n")
    resolved = read(given, env)
    assert resolved.settings.poll_interval == 1
    origin = resolved.origins["poll_interval"]
    place = winner if " " in winner or winner == "environment" else str(tmp_path / winner)
    assert (origin.place, origin.called, origin.shown) == (place, LAYERS[winner], "1")


def test_what_nobody_gives_comes_from_the_defaults(read):
    origins = read().origins
    assert {str(origin) for origin in origins.values()} == {"default"}
    assert origins["poll_interval"].shown == "10"
    assert origins["engine"].shown == "none"


def test_dotenv_is_read_from_the_working_directory_and_leaves_the_environment_alone(read, file):
    file(".env", 'export URL_BLACKBOARD="http://127.0.0.1:3030"  # here\nWORKER_NAME=${URL_BLACKBOARD}-w\n')
    before = dict(os.environ)
    settings = read().settings
    assert settings.engine == "http://127.0.0.1:3030"
    assert settings.name == "http://127.0.0.1:3030-w"
    assert dict(os.environ) == before


def test_a_line_of_dotenv_that_makes_no_sense_is_named(problems, file):
    path = file(".env", "A=1\nthis is nothing\n")
    (problem,) = problems()
    assert problem.startswith(f"{path} cannot be read: line 2: write NAME=value")


def test_a_dotenv_that_is_no_text_is_named(problems, tmp_path):
    (tmp_path / ".env").write_bytes(b"A=\xff\xfe\n")
    (problem,) = problems()
    assert problem.startswith(str(tmp_path / ".env"))


def test_the_file_of_the_project_is_found_above_the_working_directory(file, tmp_path):
    file("neops-blocks.toml", '[worker]\nblocks = ["a", "/srv/b"]\nmetrics-port = 0\nstrict = true\n')
    below = tmp_path / "x/y"
    below.mkdir(parents=True)
    settings = read_settings(env={}, directory=below).settings
    assert [str(path) for path in settings.blocks] == [str(tmp_path / "a"), "/srv/b"]
    assert settings.metrics_port == 0
    assert settings.strict is True


def test_a_pyproject_without_our_table_is_passed_over(file, tmp_path, read):
    file("x/pyproject.toml", "[project]\nname = 'p'\n")
    file("pyproject.toml", "[tool.neops-blocks.worker]\nmax_claim = 3\n")
    resolved = read_settings(env={}, directory=tmp_path / "x")
    assert resolved.settings.max_claim == 3
    assert resolved.origins["max_claim"].called == "tool.neops-blocks.worker.max_claim"


def test_our_own_file_goes_before_a_pyproject_beside_it(file, read):
    file("pyproject.toml", "[tool.neops-blocks.worker]\nmax_claim = 3\n")
    file("neops-blocks.toml", "[worker]\nmax_claim = 4\n")
    assert read().settings.max_claim == 4


def test_files_of_the_project_can_be_left_out(file, read):
    file("neops-blocks.toml", "[worker]\nmax_claim = 4\n")
    assert read(files=False).settings.max_claim == 16


WRONG = {
    "POLL_INTERVAL": ("0", "soon", "nan", "inf", "-1", "1e9"),
    "MAX_THREADS": ("0", "1.5", "many"),
    "METRICS_PORT": ("-1", "65536", "http"),
    "STRICT_DISCOVERY": ("maybe",),
    "LOG_FORMAT": ("xml",),
    "LOG_LEVEL": ("loud",),
    "URL_BLACKBOARD": (
        "127.0.0.1:3030",
        "ftp://host",
        "http://",
        "http://host:port",
        "http://host?x=1",
        "http://ho st",
    ),
}


@pytest.mark.parametrize(
    ("variable", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_wrong_value_is_named_with_what_is_expected(problems, variable, value):
    (problem,) = problems(env={variable: value})
    kind = next(known.kind for known in VARIABLES.values() if known.name == variable)
    assert problem == f"{variable}={value!r} (environment): give {kind.expected}"


WRONG_TOML = {
    "poll_interval": ("true", "[1]", "2020-01-01"),
    "max_claim": ("true", "1.5"),
    "name": ("5",),
    "blocks": ("[1]", "true"),
    "strict": ("2",),
}


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in WRONG_TOML.items() for value in values]
)
def test_a_value_of_a_wrong_type_is_named(problems, file, key, value):
    path = file("neops-blocks.toml", f"[worker]\n{key} = {value}\n")
    (problem,) = problems()
    assert problem.startswith(f"worker.{key}=")
    assert f"({path}): give {VARIABLES[key].kind.expected}" in problem


def test_all_problems_are_named_at_once(problems, file):
    file(".env", "MAX_CLAIM=x\n")
    file("neops-blocks.toml", "[worker]\nstrict = 7\npoll_intervall = 3\nURL_BLACKBOARD = 'x'\nzzz = 1\n")
    found = "\n".join(problems({"job_timeout": "-1"}, {"HEARTBEAT_INTERVAL": "x"}))
    assert len(found.splitlines()) == 7
    for text in (
        "--job-timeout='-1' (command line): give seconds, from 0 to 604,800",
        "HEARTBEAT_INTERVAL='x' (environment)",
        "MAX_CLAIM='x'",
        "worker.strict=7",
        "there is no setting worker.poll_intervall; did you mean 'poll_interval'?",
        "there is no setting worker.URL_BLACKBOARD; did you mean 'engine'?",
        "there is no setting worker.zzz; there are engine, blocks,",
    ):
        assert text in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[worker\n", "cannot be read: Expected ']'"),
        ("worker = 3\n", "worker is no table; write [worker]"),
        ("[worker]\nmax_claim = 1\nmax-claim = 2\n", "worker.max_claim is given twice, once as max-claim"),
    ],
)
def test_a_file_of_the_project_that_makes_no_sense_is_named(problems, file, text, said):
    path = file("neops-blocks.toml", text)
    (problem,) = problems()
    assert problem.startswith(f"{path}")
    assert said in problem


def test_a_broken_pyproject_of_others_is_their_concern(read, file):
    file("pyproject.toml", "[broken\n")
    assert read().settings.max_claim == 16


def test_a_wrong_value_that_is_overruled_does_no_harm(read):
    assert read({"poll_interval": "3"}, {"POLL_INTERVAL": "x"}).settings.poll_interval == 3


def test_a_token_is_never_shown(read, problems):
    resolved = read(env={"ENGINE_TOKEN": "s3cret"})
    assert resolved.settings.token == "s3cret"
    assert resolved.origins["token"].shown == "***"
    assert "s3cret" not in repr(resolved)
    assert problems(env={"ENGINE_TOKEN": "s3 cret"})[0].startswith(
        "ENGINE_TOKEN=*** (environment): give a token"
    )


def test_a_token_may_stand_in_a_file(read, file):
    path = file("token", "s3cret\n")
    resolved = read(env={"ENGINE_TOKEN_FILE": str(path)})
    assert resolved.settings.token == "s3cret"
    assert str(resolved.origins["token"]) == "environment: ENGINE_TOKEN_FILE"
    assert read({"token_file": path}, {"ENGINE_TOKEN": "other"}).settings.token == "s3cret"


def test_a_file_without_a_token_is_named(problems, file, tmp_path):
    empty = file("empty", "\n")
    assert problems(env={"ENGINE_TOKEN_FILE": str(empty)})[0].endswith(
        f"{empty} does not hold a token: letters, digits and signs, without white space"
    )
    missing = tmp_path / "missing"
    assert f"{missing} cannot be read: No such file" in problems(env={"ENGINE_TOKEN_FILE": str(missing)})[0]


def test_a_token_given_in_two_ways_is_one_too_many(problems):
    (problem,) = problems(env={"ENGINE_TOKEN": "a", "ENGINE_TOKEN_FILE": "b"})
    assert problem == "ENGINE_TOKEN and ENGINE_TOKEN_FILE (environment): give one of them"


def test_a_token_does_not_belong_in_a_file_of_the_project(problems, file):
    file("neops-blocks.toml", "[worker]\ntoken = 's3cret'\n")
    (problem,) = problems()
    assert "s3cret" not in problem
    assert "give ENGINE_TOKEN in the environment, or token_file here" in problem


def test_a_password_does_not_belong_in_the_engines_url_and_is_not_shown(problems):
    (problem,) = problems(env={"URL_BLACKBOARD": "https://me:s3cret@engine.example.com/api/"})
    assert problem.startswith(
        "URL_BLACKBOARD='https://***@engine.example.com/api/' (environment): a user or pass"
    )


def test_a_slash_at_the_end_of_the_engines_url_is_dropped(read):
    assert read(env={"URL_BLACKBOARD": " https://engine.example.com/api/ "}).settings.engine == (
        "https://engine.example.com/api"
    )


def test_temporal_is_said_to_come_later(problems):
    (problem,) = problems({"engine": "temporal://127.0.0.1:7233/default"})
    assert "Temporal is not in this version; give a URL such as http://127.0.0.1:3030" in problem


def test_settings_can_be_examined_in_spite_of_problems(tmp_path):
    resolved = examine_settings(env={"POLL_INTERVAL": "x", "MAX_CLAIM": "2"}, directory=tmp_path)
    assert len(resolved.problems) == 1
    assert (resolved.settings.poll_interval, resolved.settings.max_claim) == (10, 2)


@pytest.mark.parametrize(
    ("word", "value"), [("true", True), ("Yes", True), ("1", True), ("off", False), ("0", False)]
)
def test_switches_take_the_usual_words(read, word, value):
    assert read(env={"STRICT_DISCOVERY": word}).settings.strict is value
