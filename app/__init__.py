"""The application: shell, panels, services, command line."""
