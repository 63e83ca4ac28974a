import { HttpLayerRouter } from "@effect/platform"
import { Layer } from "effect"
import { Nanoid } from "../../services/Nanoid.ts"
import { ApiAuthentication } from "./ApiAuthentication.ts"
import { apiHandlers } from "./apiHandlers.ts"
import { ConfigUpdates } from "./ConfigUpdates.ts"
import { Reads } from "./Reads.ts"
import { RestApi } from "./RestApi.ts"
import { typedRefusals } from "./typedRefusals.ts"

/** The API for programs under `/api/v1`. */
export const apiRoutes = HttpLayerRouter.addHttpApi(RestApi).pipe(
  Layer.provide(apiHandlers),
  Layer.provide([ApiAuthentication.layer, ConfigUpdates.Default, typedRefusals]),
  Layer.provide([Reads.Default, Nanoid.layer]),
)
