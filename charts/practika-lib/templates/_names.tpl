{{/* What things are called, and the labels by which they are found. */}}

{{/* <release>-<chart>; the umbrella's own things are <release>. */}}
{{- define "practika.fullname" -}}
{{- if eq .Chart.Name "practika" }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end }}
{{- end }}

{{/* A name of at most 63 characters, or another length: a long one ends in a digest, so that two of them stay two. (list name length) */}}
{{- define "practika.fit" -}}
{{- $name := first . -}}{{- $length := last . | int -}}
{{- if gt (len $name) $length }}{{ trunc (sub $length 9 | int) $name | trimSuffix "-" }}-{{ sha256sum $name | trunc 8 }}{{ else }}{{ $name }}{{ end -}}
{{- end }}

{{/* Labels that select, and so can never change. Of a chart, or with `component` of a part of it. (dict "root" "component") */}}
{{- define "practika.selectorLabels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{/* Labels of every object. (dict "root" "component") */}}
{{- define "practika.labels" -}}
{{ include "practika.selectorLabels" . }}
app.kubernetes.io/part-of: practika
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version | replace "+" "_" }}
{{- end }}

{{/* Labels of a pod. The chart's version is not among them: it would restart pods that did not change. (dict "root" "c") */}}
{{- define "practika.podLabels" -}}
{{ include "practika.selectorLabels" (dict "root" .root "component" .c.name) }}
app.kubernetes.io/part-of: practika
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{- range .c.groups }}
sg.practika.dev/{{ . }}: "true"
{{- end }}
{{- end }}

{{/* name, namespace and labels of an object. (dict "root" "name" "component"; "annotations" and "hook" are optional) */}}
{{- define "practika.metadata" -}}
name: {{ include "practika.fit" (list .name 63) }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "practika.labels" (dict "root" .root "component" .component) | nindent 2 }}
{{- with .labels }}
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- $annotations := merge (dict) (.annotations | default dict) (.hook | default dict) }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/*
Annotations of a hook: Helm's, and the same order for Argo CD, which knows Helm's hooks but sorts by waves.
What a hook made goes with its success; what failed stays to be looked at, until the next try. (dict "events" "weight")
*/}}
{{- define "practika.hook" -}}
helm.sh/hook: {{ .events }}
helm.sh/hook-weight: {{ .weight | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- if ne .events "test" }}
argocd.argoproj.io/sync-wave: {{ .weight | quote }}
{{- end }}
{{- with .logs }}
helm.sh/hook-output-log-policy: {{ . }}
{{- end }}
{{- end }}

{{/* Where a service's internal API is. (dict "root" "service") */}}
{{- define "practika.internalUrl" -}}
{{- $own := dig .service "internalUrl" "" .root.Values.global.services -}}
{{- $own | default (printf "http://%s-%s:8001" .root.Release.Name .service) -}}
{{- end }}
