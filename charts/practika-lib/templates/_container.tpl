{{/* The one container of a pod that runs a program of ours. */}}

{{/* (dict "root" "image"; "foreign" for an image that is not ours) A digest wins over a tag. */}}
{{- define "practika.image" -}}
{{- $global := ternary dict .root.Values.global.image (.foreign | default false) -}}
{{- $registry := $global.registry | default .image.registry -}}
{{- $name := ternary (printf "%s/%s" $registry .image.repository) .image.repository (ne $registry "") -}}
{{- if .image.digest }}{{ $name }}@{{ .image.digest }}
{{- else }}{{ $name }}:{{ $global.tag | default .image.tag | default .root.Chart.AppVersion }}{{ end -}}
{{- end }}

{{- define "practika.pullPolicy" -}}
{{ .root.Values.global.image.pullPolicy | default .image.pullPolicy }}
{{- end }}

{{/* Restricted, and nothing of the image can be written to. */}}
{{- define "practika.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
readOnlyRootFilesystem: true
{{- end }}

{{- define "practika.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{/*
One map of everything a process is told, so that no name comes twice; the values' extraEnv has the last word. Empty means
not set, as the programs read it. (dict "root" "c")
*/}}
{{- define "practika.env" -}}
{{- $env := dict -}}
{{- range $name, $value := .c.env }}{{ if ne (toString $value) "" }}{{ $_ := set $env $name (toString $value) }}{{ end }}{{ end -}}
{{- range $name, $from := .c.files }}{{ $_ := set $env (printf "%s_FILE" $name) (printf "/run/secrets/practika/%s" (last (splitList "/" $from))) }}{{ end -}}
{{- if has "otlp" .c.to }}
{{- $_ := set $env "OTEL_EXPORTER_OTLP_ENDPOINT" .root.Values.global.otlp.endpoint -}}
{{- $_ := set $env "OTEL_SERVICE_NAME" (printf "%s-%s" .root.Chart.Name .c.name) -}}
{{- end -}}
{{- range $name, $value := .c.values.extraEnv }}{{ $_ := set $env $name (toString $value) }}{{ end -}}
{{- range $name, $value := $env }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end }}

{{/* (dict "root" "c") */}}
{{- define "practika.container" -}}
{{- $image := .root.Values.image -}}
- name: {{ .c.name }}
  image: {{ include "practika.image" (dict "root" .root "image" $image) }}
  imagePullPolicy: {{ include "practika.pullPolicy" (dict "root" .root "image" $image) }}
  command: ["/nodejs/bin/node", "--import", "@practika/observability/otel", {{ .c.entry | quote }}]
  workingDir: /app/services/{{ .root.Chart.Name }}
  {{- with include "practika.env" . }}
  env:
    {{- . | trim | nindent 4 }}
  {{- end }}
  {{- with include "practika.ports" .c }}
  ports:
    {{- . | trim | nindent 4 }}
  {{- end }}
  {{- with .c.probePort }}
  {{- include "practika.probes" . | nindent 2 }}
  {{- end }}
  resources:
    {{- toYaml .c.values.resources | nindent 4 }}
  securityContext:
    {{- include "practika.containerSecurity" . | nindent 4 }}
  terminationMessagePolicy: FallbackToLogsOnError
  volumeMounts:
    - name: tmp
      mountPath: /tmp
    {{- if .c.work }}
    - name: work
      mountPath: /work
    {{- end }}
    {{- if .c.files }}
    - name: secrets
      mountPath: /run/secrets/practika
      readOnly: true
    {{- end }}
    {{- with .c.values.extraVolumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}

{{- define "practika.ports" -}}
{{- range $name, $port := .ports }}
- name: {{ $name }}
  containerPort: {{ $port }}
  protocol: TCP
{{- end }}
{{- end }}

{{/* (dict "root" "c") */}}
{{- define "practika.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: {{ .c.tmp | default "64Mi" }}
{{- with .c.work }}
- name: work
  emptyDir:
    sizeLimit: {{ . }}
{{- end }}
{{- if .c.files }}
{{ include "practika.secretVolume" . }}
{{- end }}
{{- with .c.values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}
