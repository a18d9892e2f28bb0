"""Keeps files in memory while programs that read them are measured."""

import ctypes
import mmap
import os

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.mlock.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
LIBC.mmap.restype = ctypes.c_void_p
LIBC.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
LIBC.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
FAILED = ctypes.c_void_p(-1).value


class Resident:
    """Files locked into the page cache (`mlock`), for a `with` block.

    What has been read stays there only while the system likes: a virtual machine may give memory back to its host
    within seconds, and the next run waits for the disk. `complete` tells whether all could be locked; without the
    right to lock so much, nothing is lost but that certainty.
    """

    def __init__(self, paths):
        self.paths, self.mappings, self.complete = paths, [], False

    def __enter__(self):
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        self.complete = sum(map(os.path.getsize, self.paths)) < memory / 2  # the rest is for who is measured
        for path in self.paths if self.complete else []:
            self.complete = self.lock(path) and self.complete
        return self

    def lock(self, path):
        size = os.path.getsize(path)
        if size == 0:
            return True
        file = os.open(path, os.O_RDONLY)
        try:
            address = LIBC.mmap(None, size, mmap.PROT_READ, mmap.MAP_SHARED, file, 0)
        finally:
            os.close(file)
        if address == FAILED:
            return False
        self.mappings.append((address, size))
        return LIBC.mlock(address, size) == 0

    def __exit__(self, *_):
        for address, size in self.mappings:
            LIBC.munmap(address, size)
        self.mappings = []
