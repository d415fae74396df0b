from django.contrib import admin


class RegisterAdminSite(admin.AdminSite):
    pass
