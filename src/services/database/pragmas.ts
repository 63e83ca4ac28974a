/**
 * Chosen by measurement; the figures and the rejected ones are in docs/decisions/0001-storage.md. The order matters:
 * the page size before the journal, exclusive locking before anything that reads, since the pool has no shared memory.
 */
export const poolPragmas = [
  "page_size=8192",
  "locking_mode=exclusive",
  "journal_mode=wal",
  // every commit is flushed: what was confirmed survives a power cut
  "synchronous=full",
  // KiB when negative: 16 MB; reads get no faster with more
  "cache_size=-16000",
  "temp_store=memory",
  "foreign_keys=on",
]

/**
 * IndexedDB keeps its own journal, and the cache must hold a whole transaction. No page size: this file system
 * answers with an error when a database that has one is asked for it, so that it could be opened only once.
 */
export const indexedDbPragmas = [
  "locking_mode=exclusive",
  "journal_mode=delete",
  "synchronous=full",
  "cache_size=-64000",
  "temp_store=memory",
  "foreign_keys=on",
]

export const memoryPragmas = ["temp_store=memory", "foreign_keys=on"]
