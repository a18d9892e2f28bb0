#ifndef ASSAY_PROCESS_H
#define ASSAY_PROCESS_H

#include <stddef.h>

/* The build ID of the running program: the bytes that the linker derived from its contents and left in the note
   NT_GNU_BUILD_ID (elf(5), "Notes"). They stay where they are while the program runs. NULL, and a count of zero, where
   it was linked without one. */
const unsigned char *assay_build_id(size_t *count);

/* Makes every allocation of so many bytes or more go back to the system once it is freed, rather than into the pool of
   the thread that had it (mallopt(3), M_MMAP_THRESHOLD). */
void assay_return_memory_from(size_t bytes);

#endif
