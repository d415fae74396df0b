"""The roles of an office by name, and what is written down of how its accounts are entered."""

from enum import StrEnum

SPECIALIST, LEADER, CLERK, ADMINISTRATOR = "Chuyên viên", "Lãnh đạo", "Văn thư", "Quản trị"
ROLE_NAMES = (SPECIALIST, LEADER, CLERK, ADMINISTRATOR)

#: Keys of a session: when the password was given, when a page was last asked for (seconds of Unix time).
SESSION_MOMENTS = ("register_since", "register_seen")


class Entry(StrEnum):
    """What happened at the entrance."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    FAILED = "failed"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    PASSWORD = "password"  # noqa: S105  the word for an event  # nosec B105: no password
    CODE_FAILED = "code_failed"
    FACTOR_ON = "factor_on"
    FACTOR_OFF = "factor_off"
    FACTOR_RESET = "factor_reset"
    RECOVERY_USED = "recovery_used"
    CODES_RENEWED = "codes_renewed"


ENTRY_LABELS = {
    Entry.SIGNED_IN: "Đăng nhập",
    Entry.SIGNED_OUT: "Đăng xuất",
    Entry.FAILED: "Sai mật khẩu",
    Entry.LOCKED: "Bị tạm khoá vì sai nhiều lần",
    Entry.UNLOCKED: "Được mở khoá",
    Entry.PASSWORD: "Đổi mật khẩu",
    Entry.CODE_FAILED: "Sai mã xác thực",
    Entry.FACTOR_ON: "Bật xác thực hai bước",
    Entry.FACTOR_OFF: "Tắt xác thực hai bước",
    Entry.FACTOR_RESET: "Được bỏ xác thực hai bước",
    Entry.RECOVERY_USED: "Dùng mã khôi phục",
    Entry.CODES_RENEWED: "Tạo lại mã khôi phục",
}
