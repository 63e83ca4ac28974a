import { HttpLayerRouter } from "@effect/platform"
import { Layer } from "effect"
import { healthRoute } from "./health.ts"
import { pageRoutes } from "./pageRoutes.ts"
import { securityHeaders } from "./securityHeaders.ts"

/** Everything that the server answers, on whichever HttpServer it is given. */
export const pageServer = (folder: string) =>
  HttpLayerRouter.serve(Layer.mergeAll(healthRoute, pageRoutes(folder), securityHeaders), {
    disableLogger: true,
    disableListenLog: true,
  })
