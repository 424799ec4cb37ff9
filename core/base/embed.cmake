# Turns FILES (a ;-list of paths) into one C file OUTPUT that defines
#   const struct embedded_file NAME[] = { { "name", bytes, size }, ..., { 0 } };
# so that schemes, reports and code tables travel inside the program.
# Called as cmake -DNAME=... -DOUTPUT=... -DFILES=a|b|c -P embed.cmake
string(REPLACE "|" ";" FILES "${FILES}")
set(text "/* Made by the build from files of the tree: edit those. */\n#include \"base/embed.h\"\n")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
    get_filename_component(short "${file}" NAME)
    file(READ "${file}" hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
    string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
    string(APPEND text "static const unsigned char file_${number}[] = {\n${bytes}0x00};\n")
    string(APPEND rows "    { \"${short}\", (const char *)file_${number}, sizeof file_${number} - 1 },\n")
    math(EXPR number "${number} + 1")
endforeach()
string(APPEND text "const struct embedded_file ${NAME}[] = {\n${rows}    { 0, 0, 0 },\n};\n")
file(WRITE "${OUTPUT}" "${text}")
