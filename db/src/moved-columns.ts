/**
 * Columns that a migration took to another place, as `table.column`, with all that stood in them. The release before finds nothing where
 * it reads: whoever goes back behind such a migration needs the copy that was made before it.
 */
export const movedColumns: Readonly<Record<string, string>> = {
  ...toResource([
    "name",
    "environment_id",
    "destination_id",
    "state",
    "state_observed_at",
    "deployment_count",
    "keep_releases",
    "config_version",
    "variables_revision",
    "revision",
    "created_at",
    "updated_at",
  ]),
  "deployment.application_id": "deployment.resource_id",
  "domain.application_id": "domain.resource_id",
  "variable.application_id": "variable.resource_id",
  "job.application_id": "job.subject_id",
  "job.source_id": "job.subject_id",
  // A row of its own for each, which the application chooses.
  "application.registry_user": "registry.username",
  "application.registry_password": "registry.password",
};

function toResource(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`application.${name}`, `resource.${name}`]));
}
