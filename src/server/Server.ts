import { HttpLayerRouter } from "@effect/platform"
import { Layer } from "effect"
import { Nanoid } from "../services/Nanoid.ts"
import { accountRoutes } from "./accounts/accountRoutes.ts"
import { Accounts } from "./accounts/Accounts.ts"
import { Secret } from "./accounts/Secret.ts"
import { apiRoutes } from "./api/apiRoutes.ts"
import { docsRoutes } from "./api/docsPage.ts"
import { assistantRoutes } from "./assistant/assistantRoutes.ts"
import { CallLimits } from "./CallLimits.ts"
import { compactionHourly } from "./compactionHourly.ts"
import { diagramRoute } from "./diagramPage.ts"
import { healthRoutes } from "./health.ts"
import { pageRoutes } from "./pageRoutes.ts"
import { rpcRoutes } from "./rpc/rpcRoutes.ts"
import { Watches } from "./rpc/Watches.ts"
import { securityHeaders } from "./securityHeaders.ts"
import { noSuchRoute, serviceGuard } from "./serviceGuard.ts"
import { preparedStore } from "./store/prepared.ts"
import * as SyncServer from "./sync/SyncServer.ts"

const routes = (folder: string) =>
  Layer.mergeAll(
    ...healthRoutes,
    accountRoutes,
    apiRoutes,
    assistantRoutes,
    diagramRoute,
    docsRoutes,
    rpcRoutes,
    noSuchRoute,
    pageRoutes(folder),
    // the last is the first to see a request
    serviceGuard,
    securityHeaders,
  )

const services = Watches.Default.pipe(
  Layer.provideMerge(Layer.mergeAll(SyncServer.layer, Accounts.Default, CallLimits.Default)),
  Layer.provide([Nanoid.layer, Secret.layer]),
)

/**
 * Everything that the server answers, on whichever HttpServer, database, pokes and settings it is given.
 *
 * @param folder where the built page is
 */
export const server = (folder: string) =>
  HttpLayerRouter.serve(Layer.merge(routes(folder), compactionHourly), {
    disableLogger: true,
    disableListenLog: true,
  }).pipe(Layer.provide(services), Layer.provide(preparedStore))
