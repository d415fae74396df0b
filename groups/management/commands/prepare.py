"""``manage.py prepare``: make the register ready to be served. Changes nothing where all is ready."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError, CommandParser, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from groups.domain.vocabulary import UnitKind
from groups.models import Unit
from groups.services.accounts import create_first_accounts
from groups.services.second_factor import seal_phones

HEADINGS = ("Vai trò", "Tên đăng nhập", "Mật khẩu dùng một lần")


class Command(BaseCommand):
    help = "Chuẩn bị để phục vụ: cập nhật cơ sở dữ liệu, nạp danh sách đầu tiên vào sổ trống, tạo tài khoản đầu tiên."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--list", dest="first_list", metavar="TỆP", type=Path, help="danh sách nạp vào sổ còn trống"
        )

    def handle(self, *, first_list: Path | None = None, **options) -> None:
        self._migrate()
        self._seal()
        if first_list and not Unit.objects.filter(kind=UnitKind.OFFICE).exists():
            self._load(first_list)
        if accounts := create_first_accounts():
            self._show(accounts)

    def _migrate(self) -> None:
        try:
            executor = MigrationExecutor(connection)
        except OperationalError as error:
            cause = " ".join(str(error).split())
            raise CommandError(f"Không kết nối được cơ sở dữ liệu (DATABASE_URL): {cause}") from error
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            call_command("migrate", interactive=False, verbosity=0)
            self.stdout.write(f"Đã cập nhật cơ sở dữ liệu ({len(waiting)} bước).")

    def _seal(self) -> None:
        changed, lost = seal_phones()
        if changed:
            self.stdout.write(f"Đã mã hoá khoá xác thực của {changed} điện thoại bằng khoá đầu tiên trong FACTOR_KEYS.")
        if lost:  # the others sign in all the same, so the start goes on
            self.stderr.write(
                f"Không khoá nào trong FACTOR_KEYS mở được khoá xác thực của {lost} điện thoại: hãy thêm lại khoá cũ, "
                "hoặc bỏ xác thực hai bước của những tài khoản ấy để thiết lập lại (reset_factor)."
            )

    def _load(self, path: Path) -> None:
        if not path.is_file():
            raise CommandError(f"Không thấy tệp danh sách {path}.")
        call_command("load_list", str(path), stdout=self.stdout)

    def _show(self, accounts: list[tuple[str, str, str]]) -> None:
        self.stdout.write(
            "\nTài khoản đầu tiên. Mật khẩu chỉ hiện một lần này, hãy ghi lại; đăng nhập xong phải đổi.\n\n"
        )
        widths = [max(map(len, column)) for column in zip(HEADINGS, *accounts, strict=True)]
        for row in (HEADINGS, tuple("─" * width for width in widths), *accounts):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  " + "   ".join(cells).rstrip())
        self.stdout.write("")
