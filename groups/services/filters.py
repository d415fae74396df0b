"""Filters that people keep for themselves. Nothing of the register changes, so nothing enters the log."""

from ..domain.text import clean
from ..models import SavedFilter
from .errors import ActRefused
from .saving import saved
from .transactions import transactional

MOST = 20  # more than a row of names that one still reads


@transactional
def keep_filter(*, by, name: str, query: str) -> SavedFilter:
    """Keep ``query`` under ``name`` for ``by``. Raise :class:`ActRefused` where the name is missing or taken."""
    if not query:
        raise ActRefused("Danh sách chưa được lọc: hãy chọn bộ lọc hoặc gõ từ cần tìm trước khi lưu.")
    if not (name := clean(name)):
        raise ActRefused("Hãy đặt tên cho bộ lọc.")
    if by.saved_filters.filter(name=name).exists():
        raise ActRefused(
            f"Bạn đã có một bộ lọc mang tên “{name}”: hãy đặt tên khác, hoặc bỏ bộ lọc ấy trước rồi lưu lại."
        )
    if by.saved_filters.count() >= MOST:
        raise ActRefused(f"Mỗi người giữ tối đa {MOST} bộ lọc: hãy bỏ bớt bộ lọc không dùng nữa.")
    return saved(SavedFilter(user=by, name=name, query=query))


def drop_filter(*, by, pk: int) -> None:
    """Forget one of the filters of ``by``; another's is not touched."""
    SavedFilter.objects.filter(user=by, pk=pk).delete()
