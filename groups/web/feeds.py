"""What was published, as an Atom feed (RFC 4287): for those who want to be told and not to look."""

from django.contrib.syndication.views import Feed
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed

from ..models import Publication
from ..queries.publications import notice_of

_NEWEST = 20


class PublicationFeed(Feed):
    """The newest published lists, each with what changed since the one before."""

    feed_type = Atom1Feed
    language = "vi"
    title = "Danh sách nhóm chính thức: các lần công bố"
    subtitle = "Mỗi mục là một danh sách đã công bố và những thay đổi so với lần trước."
    link = reverse_lazy("web:publications")

    def items(self):
        return Publication.objects.light().select_related("authority")[:_NEWEST]

    def item_title(self, item):
        return str(item)

    def item_description(self, item):
        return "\n".join(
            f"{section.title}: {sentence}" for section in notice_of(item) for sentence in section.sentences
        )

    def item_link(self, item):
        return reverse("web:publication", args=[item.authority.code, item.number])

    def item_author_name(self, item):
        return item.authority.name

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return item.published_at
