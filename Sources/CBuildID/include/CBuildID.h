#ifndef ASSAY_BUILD_ID_H
#define ASSAY_BUILD_ID_H

#include <stddef.h>

/* The build ID of the running program: the bytes that the linker derived from its contents and left in the note
   NT_GNU_BUILD_ID (elf(5), "Notes"). They stay where they are while the program runs. NULL, and a count of zero, where
   it was linked without one. */
const unsigned char *assay_build_id(size_t *count);

#endif
