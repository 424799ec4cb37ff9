# Unpacks Unihan's lists (Debian package unicode-data) one after the other into OUTPUT.
# Called as cmake -DBZIP2=... -DOUTPUT=... -DFILES=a|b -P strokes_unpack.cmake
string(REPLACE "|" ";" FILES "${FILES}")
execute_process(COMMAND ${BZIP2} -dc ${FILES} OUTPUT_FILE ${OUTPUT} COMMAND_ERROR_IS_FATAL ANY)
