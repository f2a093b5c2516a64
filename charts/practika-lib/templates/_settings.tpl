{{/* Settings that several processes read; the names are those of the services' *.config.ts files. */}}

{{/* Every API process. */}}
{{- define "practika.settings.api" -}}
{{- $g := .root.Values.global -}}
PRACTIKA_PROFILE: {{ $g.profile | quote }}
LOG_LEVEL: {{ $g.logLevel | quote }}
PUBLIC_ORIGIN: {{ $g.publicOrigin | quote }}
TRUSTED_ORIGINS: {{ join "," $g.trustedOrigins | quote }}
TRUSTED_PROXIES: {{ join "," $g.trustedProxies | quote }}
{{ include "practika.settings.s3Public" . }}
{{- range tuple "auth" "exercises" "media" "consent" }}
{{ upper . }}_INTERNAL_URL: {{ include "practika.internalUrl" (dict "root" $.root "service" .) | quote }}
{{- end }}
RATE_LIMIT_ANONYMOUS_PER_HOUR: {{ $g.rateLimits.anonymousPerHour | int64 | quote }}
RATE_LIMIT_PERSON_PER_HOUR: {{ $g.rateLimits.personPerHour | int64 | quote }}
SHUTDOWN_DELAY_SECONDS: {{ .values.shutdown.delaySeconds | int | quote }}
SHUTDOWN_GRACE_SECONDS: {{ .values.shutdown.graceSeconds | int | quote }}
{{- end }}

{{/* The web app. */}}
{{- define "practika.settings.web" -}}
PRACTIKA_PROFILE: {{ .root.Values.global.profile | quote }}
LOG_LEVEL: {{ .root.Values.global.logLevel | quote }}
PUBLIC_ORIGIN: {{ .root.Values.global.publicOrigin | quote }}
{{ include "practika.settings.s3Public" . }}
SHUTDOWN_DELAY_SECONDS: {{ .values.shutdown.delaySeconds | int | quote }}
SHUTDOWN_GRACE_SECONDS: {{ .values.shutdown.graceSeconds | int | quote }}
{{- end }}

{{/* Every worker. */}}
{{- define "practika.settings.worker" -}}
LOG_LEVEL: {{ .root.Values.global.logLevel | quote }}
SHUTDOWN_GRACE_SECONDS: {{ .values.shutdown.graceSeconds | int | quote }}
{{- end }}

{{/* Whoever speaks to the object store. An API has the public address already. (dict "root" "ofApi") */}}
{{- define "practika.settings.s3" -}}
{{- with .root.Values.global.s3 -}}
S3_ENDPOINT: {{ .endpoint | quote }}
S3_REGION: {{ .region | quote }}
S3_FORCE_PATH_STYLE: {{ .forcePathStyle | quote }}
S3_UPLOADS_BUCKET: {{ .buckets.uploads | quote }}
S3_MEDIA_BUCKET: {{ .buckets.media | quote }}
S3_QUARANTINE_BUCKET: {{ .buckets.quarantine | quote }}
{{- end }}
{{- if not .ofApi }}
{{ include "practika.settings.s3Public" . }}
{{- end }}
{{- end }}

{{/* Where browsers reach the store: what URLs are signed for, and what pages may talk to. */}}
{{- define "practika.settings.s3Public" -}}
S3_PUBLIC_ENDPOINT: {{ .root.Values.global.s3.publicEndpoint | default .root.Values.global.s3.endpoint | quote }}
{{- end }}

{{/* Keys of S3 identities as `files`: S3_SCAN_ACCESS_KEY: s3/scan-access-key … (a list of identities) */}}
{{- define "practika.settings.s3Keys" -}}
{{- range . }}
S3_{{ upper . }}_ACCESS_KEY: s3/{{ . }}-access-key
S3_{{ upper . }}_SECRET_KEY: s3/{{ . }}-secret-key
{{- end }}
{{- end }}
