import type { Role } from "../api/identity.ts";
import type { VolumeView } from "../api/types.ts";
import { measureVolume, restoreVolume, trashVolume } from "../api/volumes.ts";
import { refusalFor } from "../session/team.ts";
import type { Action } from "../ui/actions/action.ts";
import { toast } from "../ui/toast.ts";

type Given = { role: Role; onchanged: () => Promise<void>; detach?: (() => Promise<void>) | undefined };

/** What can be done with a volume, wherever it is listed; `detach` where it is seen from the application that mounts it. */
export function volumeActions(volume: VolumeView, { role, onchanged, detach }: Given): Action[] {
  const { id, name, usedBy, state } = volume;
  const mayWrite = refusalFor(role, "member");
  if (state === "purging") return [];
  if (state === "trashed")
    return [
      {
        id: `restore:${id}`,
        label: "Bring back",
        refusal: mayWrite,
        run: async () => {
          await restoreVolume(id);
          await onchanged();
          toast.success(`${name} is back, with all its files`);
        },
      },
    ];
  const [user] = usedBy;
  return [
    {
      id: `measure:${id}`,
      label: "Measure now",
      refusal: mayWrite,
      run: async () => {
        await measureVolume(id);
        toast.success("The volumes of its server are being measured");
      },
    },
    ...(detach ? [{ id: `detach:${id}`, label: "Take away from here", refusal: mayWrite, run: detach }] : []),
    {
      id: `trash:${id}`,
      label: "Remove",
      tone: "danger",
      refusal: user ? `${user.name} mounts it: take it away there first` : refusalFor(role, "admin"),
      confirm: {
        title: `Remove ${name}?`,
        decline: "Keep it",
        word: name,
        consequences: [
          "Keeps its files for seven days in the trash, from which it comes back whole",
          volume.share
            ? `Then forgets it here. Its files are those of ${volume.share.host}, and stay there`
            : volume.isAdopted
              ? "Then forgets it here. It was adopted, so its files stay on the server"
              : `Then removes its files from ${volume.server.name} for good`,
        ],
      },
      run: async () => {
        await trashVolume(id, name);
        await onchanged();
      },
    },
  ];
}
