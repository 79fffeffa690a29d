import { DamagedValue } from "@fairlead/db/damaged";
import { compileWorkload } from "../../rules/compile-workload.ts";
import { conflict } from "../../rules/errors.ts";
import { checkDeployable } from "../../rules/preflight.ts";
import { resourceNotFound } from "../../rules/resource-words.ts";
import { workloadSource } from "../../rules/workload-source.ts";
import { NotCompilable } from "../../work/jobs/not-compilable.ts";
import { defineRelease } from "../releasing/define-release.ts";
import { stillGranted } from "./refuse-grant.ts";
import { findChosenRegistries, findContainer, type OwnRows, selectOwn, switchAutoDeployOff } from "./release.store.ts";
import { undoSetting } from "./undo-setting.ts";

const pushOf = ({ pushRepository: repository, pushTag: tag }: OwnRows["application"]) =>
  repository === null ? null : { repository, tag };

export const release = defineRelease<OwnRows>({
  own: selectOwn,
  isFromGit: ({ application }) => application.repositoryUrl !== null,
  preflight: ({ own: { application, source } }, at) => checkDeployable({ ...application, source, ...at }),
  compile: ({ shared, own: { application, source } }, { commit, ...order }) => {
    const code = workloadSource(application, { source, commit });
    if (!code) throw conflict("application.no_origin", "Give the application a repository or an image first.");
    return compileWorkload(shared, { ...order, settings: { ...application, source: code, push: pushOf(application) } });
  },
  // An earlier version works on the data of today: without it, or with what another application has by now, it would lose some.
  regrant: ({ application: { container } }, earlier) => ({
    ...earlier,
    ...stillGranted(earlier, container),
    mounts: container.mounts ?? [],
    hostMounts: container.hostMounts ?? [],
  }),
  stopGraceSeconds: async (db, of) => {
    const row = await findContainer(db, of);
    if (!row) throw resourceNotFound(of.id);
    const { container } = row;
    if (!(container instanceof DamagedValue)) return container.stopGraceSeconds;
    throw new NotCompilable(container.message, "Save the container settings of the application again, then try again.");
  },
  chosenRegistries: findChosenRegistries,
  automatic: {
    isOn: ({ application }) => application.autoDeploy && application.repositoryUrl !== null,
    switchOff: switchAutoDeployOff,
  },
  undo: undoSetting,
});
