@echo off
rem Runs Godwit with the Java of this machine, or with the runtime beside it where there is one.
setlocal
set "ROOT=%~dp0.."
set "FLAGS=-XX:+UseSerialGC -XX:NewSize=32m -XX:-UsePerfData -Dorg.sqlite.lib.path="%ROOT%\lib""
if exist "%ROOT%\runtime\bin\java.exe" goto runtime
set "JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" %FLAGS% %JAVA_OPTS% %GODWIT_OPTS% -jar "%ROOT%\lib\godwit.jar" %*
exit /b %ERRORLEVEL%
:runtime
"%ROOT%\runtime\bin\java" %FLAGS% %JAVA_OPTS% %GODWIT_OPTS% -cp "%ROOT%\lib\migrations.jar" -m dev.godwit.program/dev.godwit.cli.Main %*
exit /b %ERRORLEVEL%
