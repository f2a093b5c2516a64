{{/* What helm says after an installation. */}}

{{/* Seconds that helm has to be given for the charts of a list: a hook's deadline, or a rollout of all pods at their slowest. */}}
{{- define "practika.leastTimeout" -}}
{{- $least := 300 -}}
{{- range . -}}
{{- range $name, $c := include "practika.components" . | fromYaml -}}
{{- $pods := include "practika.mostPods" $c | int -}}
{{- $grace := $c.values.terminationGracePeriodSeconds | default 30 | int -}}
{{- if eq $c.kind "Job" }}{{ $least = max $least (add $c.values.activeDeadlineSeconds 60) -}}
{{- else if eq $c.kind "StatefulSet" }}{{ $least = max $least (mul $pods (add $c.values.startupSeconds $grace 60)) -}}
{{- else if eq $c.kind "Deployment" }}{{ $least = max $least (add (mul $pods 30) 180 $grace) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- div (add $least 59) 60 -}}m
{{- end }}

{{/* For a service's chart that is installed alone. */}}
{{- define "practika.notes" -}}
{{ .Chart.Name }} {{ .Chart.AppVersion }} is in namespace {{ .Release.Namespace }} as {{ .Release.Name }}.

Give helm --timeout {{ include "practika.leastTimeout" (list .) }} or more: hooks and rollouts may take that long and still be right.

  kubectl -n {{ .Release.Namespace }} get pods -l app.kubernetes.io/instance={{ .Release.Name }},app.kubernetes.io/name={{ .Chart.Name }}
{{- end }}
