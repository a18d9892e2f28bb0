#define _GNU_SOURCE
#include "CProcess.h"
#include <elf.h>
#include <link.h>
#include <string.h>

struct found {
  const unsigned char *bytes;
  size_t count;
};

/* Names and descriptions are padded. */
static size_t padded(size_t count) { return (count + 3) & ~(size_t)3; }

static void search(const unsigned char *notes, size_t size, struct found *found) {
  while (size >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) head;
    memcpy(&head, notes, sizeof head);
    size_t name = padded(head.n_namesz), description = padded(head.n_descsz);
    if (name > size - sizeof head || description > size - sizeof head - name) return;
    const unsigned char *at = notes + sizeof head;
    if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == 4 && memcmp(at, "GNU", 4) == 0) {
      found->bytes = at + name;
      found->count = head.n_descsz;
      return;
    }
    notes = at + name + description;
    size -= sizeof head + name + description;
  }
}

/* The program itself comes first, then its libraries. */
static int visit(struct dl_phdr_info *info, size_t size, void *context) {
  (void)size;
  struct found *found = context;
  for (ElfW(Half) i = 0; i < info->dlpi_phnum && !found->bytes; i++) {
    const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
    if (segment->p_type == PT_NOTE && segment->p_align <= 4)
      search((const unsigned char *)(info->dlpi_addr + segment->p_vaddr), segment->p_memsz, found);
  }
  return 1;
}

const unsigned char *assay_build_id(size_t *count) {
  struct found found = {NULL, 0};
  dl_iterate_phdr(visit, &found);
  *count = found.count;
  return found.bytes;
}
