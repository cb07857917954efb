@echo off
rem The command of the installed app, with the Node that the installer brought.
"%~dp0bin\node.exe" "%~dp0out\main\cli.js" %*
exit /b %ERRORLEVEL%
