import entities from "../../services/database/migrations/0001_entities.ts"
import sync from "../../services/database/migrations/0004_sync.ts"
import server from "../../services/database/migrations/0006_server.ts"

/** Those that the server shares with the devices, and its own. Append only. */
export const serverMigrations = {
  "0001_entities": entities,
  "0004_sync": sync,
  "0006_server": server,
}
