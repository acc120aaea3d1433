import csv
import io

from ui.records.tables import MARK, write_csv


def test_each_cell_is_quoted_and_reads_back() -> None:
    text = write_csv(("Title",), [('He said "yes", twice\nover',), ("=1",)])
    assert text.startswith(MARK + '"Title"')
    rows = list(csv.reader(io.StringIO(text.removeprefix(MARK))))
    assert rows == [["Title"], ['He said "yes", twice\nover'], ["'=1"]]
