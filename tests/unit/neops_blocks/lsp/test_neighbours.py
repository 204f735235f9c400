"""Which identifiers are taken in the folders of an editor."""

from __future__ import annotations

import os

import pytest

from neops_blocks.lsp.neighbours import Neighbours
from neops_blocks.source import load

BLOCK = "schema: function-block/v1\npackage: p\nname: {name}\nsteps: [{{set: 1, name: {step}}}]\n"


def block(name, step="x"):
    return BLOCK.format(name=name, step=step)


class Desk:
    """A folder, what is known of it, and which files are to be linted again."""

    def __init__(self, folder):
        self.folder = folder
        self.again = []
        self.neighbours = Neighbours(self.again.append)
        self.neighbours.folders = (folder,)

    def save(self, file, text):
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def write(self, file, text):
        self.neighbours.written(load(text, str(self.folder / file)))

    def others(self, file, text):
        places = self.neighbours.others(load(text, str(self.folder / file)))
        return {
            name: (os.path.relpath(span.file, self.folder), span.start.line) for name, span in places.items()
        }

    def linted_again(self):
        names = [os.path.relpath(file, self.folder) for file in self.again]
        self.again.clear()
        return names


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_a_saved_block_takes_its_identifier(desk):
    desk.save("b.yaml", block("backup"))
    desk.save("c.block.yml", f"{block('other')}---\n{block('backup').replace('package: p', 'package: q')}")
    desk.neighbours.look_through()
    assert desk.others("a.yaml", block("backup")) == {"p/backup:1.0.0": ("b.yaml", 3)}
    assert desk.others("b.yaml", block("backup")) == {}
    assert desk.others("a.yaml", block("free")) == {}


@pytest.mark.parametrize(
    "text",
    [
        "{schema: function-block/v1, package: p, name: backup}",
        'schema: function-block/v1\n"name": "backup"\npackage: p\n',
        "schema: function-block/v1\nname:\n  backup\npackage: p\n",
        "schema: function-block/v1\nname: &name backup\npackage: p\n",
    ],
)
def test_names_are_found_however_they_are_written(desk, text):
    desk.save("b.yaml", text)
    desk.neighbours.look_through()
    assert "p/backup:1.0.0" in desk.others("a.yaml", block("backup"))


def test_an_open_file_counts_as_it_is_written_and_when_it_is_closed_as_it_is_saved(desk):
    desk.save("b.yaml", block("saved"))
    desk.neighbours.look_through()
    desk.write("b.yaml", block("written"))
    assert desk.others("a.yaml", block("saved")) == {}
    assert desk.others("a.yaml", block("written")) == {"p/written:1.0.0": ("b.yaml", 3)}
    desk.neighbours.closed(str(desk.folder / "b.yaml"))
    assert "p/saved:1.0.0" in desk.others("a.yaml", block("saved"))
    assert desk.others("a.yaml", block("written")) == {}


def test_files_that_change_or_go_are_read_again(desk):
    file = desk.save("b.yaml", block("backup"))
    desk.neighbours.look_through()
    file.write_text(block("another"))
    desk.neighbours.look_at([file])
    assert desk.others("a.yaml", block("another")) != {}
    file.unlink()
    desk.neighbours.look_at([file])
    assert desk.others("a.yaml", block("another")) == {}
    desk.neighbours.look_at([desk.save("new.yaml", block("another"))])
    assert desk.others("a.yaml", block("another")) == {"p/another:1.0.0": ("new.yaml", 3)}


def test_files_that_are_the_same_as_before_are_not_read_again(desk):
    file = desk.save("b.yaml", block("backup"))
    desk.neighbours.look_through()
    assert desk.others("a.yaml", block("backup")) != {}
    status = file.stat()
    file.write_text(block("backuq"))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    desk.neighbours.look_through()
    assert desk.others("a.yaml", block("backup")) != {}


def test_an_open_file_is_linted_again_when_a_name_in_it_is_taken_or_free(desk):
    desk.write("a.yaml", block("backup", step="common"))
    desk.write("c.yaml", block("other", step="common"))
    assert desk.linted_again() == []
    file = desk.save("b.yaml", block("backup", step="common"))
    desk.neighbours.look_at([file])
    assert desk.linted_again() == ["a.yaml"]
    desk.write("c.yaml", block("backup"))
    assert desk.linted_again() == ["a.yaml"]
    desk.write("c.yaml", block("backup") + "# a comment\n")
    assert desk.linted_again() == []
    file.unlink()
    desk.neighbours.look_through()
    assert desk.linted_again() == ["a.yaml", "c.yaml"]


def test_closing_a_file_gives_back_the_name_that_is_saved(desk):
    desk.neighbours.look_at([desk.save("b.yaml", block("saved"))])
    desk.write("a.yaml", block("saved"))
    desk.write("b.yaml", block("written"))
    desk.write("c.yaml", block("written"))
    desk.linted_again()
    desk.neighbours.closed(str(desk.folder / "b.yaml"))
    assert sorted(desk.linted_again()) == ["a.yaml", "c.yaml"]


@pytest.mark.parametrize(
    "place", ["tests/b.yaml", ".git/b.yaml", "x/node_modules/b.yaml", "b.txt", "../b.yaml"]
)
def test_what_lint_leaves_out_of_a_directory_is_left_out(tmp_path, place):
    desk = Desk(tmp_path / "folder")
    desk.save("a.yaml", block("a"))
    file = desk.save(place, block("backup"))
    desk.neighbours.look_through()
    desk.neighbours.look_at([file])
    assert desk.others("a.yaml", block("backup")) == {}


def test_an_open_file_that_a_directory_would_not_give_is_compared_with_nothing(desk):
    desk.save("a.yaml", block("backup"))
    desk.neighbours.look_through()
    for place in ("tests/b.yaml", "../b.yaml"):
        desk.write(place, block("backup"))
        assert desk.others(place, block("backup")) == {}
    assert desk.others("a.yaml", block("backup")) == {}


def test_another_name_of_the_same_file_is_no_other_file(desk):
    file = desk.save("b.yaml", block("backup"))
    (desk.folder / "link.yaml").symlink_to(file)
    desk.neighbours.look_through()
    assert desk.others("b.yaml", block("backup")) == {}
    assert desk.others("link.yaml", block("backup")) == {}


def test_what_cannot_be_read_and_what_is_no_block_is_left_out(desk):
    (desk.folder / "broken.yaml").symlink_to(desk.folder / "nowhere.yaml")
    desk.save("binary.yaml", "").write_bytes(b"\xff\xfe function-block/ name: backup")
    desk.save("compose.yaml", "name: backup\n")
    desk.save("half.yaml", "schema: function-block/v1\nname: backup\npackage: 'p\n")
    desk.neighbours.look_through()
    assert desk.others("a.yaml", block("backup")) == {}


def test_nothing_is_looked_at_once_it_has_ended(desk):
    desk.save("b.yaml", block("backup"))
    desk.neighbours.end()
    desk.neighbours.look_through()
    assert desk.others("a.yaml", block("backup")) == {}
