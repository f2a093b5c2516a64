{{/* How many pods there are, and how many may be away at once. */}}

{{- define "practika.scaling" -}}
{{- $root := . -}}
{{- range $name, $c := include "practika.components" . | fromYaml }}
{{- if include "practika.isLasting" $c }}
{{- $of := dict "root" $root "c" $c }}
{{- if dig "keda" "enabled" false $c.values }}
{{ include "practika.scaledObject" $of }}
{{- else if dig "autoscaling" "enabled" false $c.values }}
{{ include "practika.autoscaler" $of }}
{{- end }}
{{- if include "practika.hasBudget" $c }}
{{ include "practika.disruptionBudget" $of }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/* A budget over one pod would let no node be drained. */}}
{{- define "practika.hasBudget" -}}
{{- $enabled := dig "pdb" "enabled" false .values | toString -}}
{{- if and (ne $enabled "false") (gt (include "practika.mostPods" . | int) 1) }}yes{{ end -}}
{{- end }}

{{/* (dict "root" "c") */}}
{{- define "practika.disruptionBudget" -}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "practika.metadata" (dict "root" .root "name" .c.fullname "component" .c.name) | nindent 2 }}
spec:
  maxUnavailable: {{ .c.values.pdb.maxUnavailable }}
  # A pod that does not work is no reason to keep a node.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "practika.selectorLabels" (dict "root" .root "component" .c.name) | nindent 6 }}
{{- end }}

{{/* (dict "root" "c") */}}
{{- define "practika.scaleTarget" -}}
apiVersion: apps/v1
kind: {{ .c.kind }}
name: {{ .c.fullname }}
{{- end }}

{{/* Up at once, down by one pod in two minutes: what has just come may come again. */}}
{{- define "practika.scaleBehavior" -}}
scaleUp:
  stabilizationWindowSeconds: 0
  policies:
    - {type: Percent, value: 100, periodSeconds: 30}
scaleDown:
  stabilizationWindowSeconds: 300
  policies:
    - {type: Pods, value: 1, periodSeconds: 120}
{{- end }}

{{/* (dict "root" "c") */}}
{{- define "practika.autoscaler" -}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "practika.metadata" (dict "root" .root "name" .c.fullname "component" .c.name) | nindent 2 }}
spec:
  scaleTargetRef:
    {{- include "practika.scaleTarget" . | nindent 4 }}
  minReplicas: {{ .c.values.autoscaling.min | int }}
  maxReplicas: {{ .c.values.autoscaling.max | int }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ .c.values.autoscaling.targetCPU | int }}
  behavior:
    {{- include "practika.scaleBehavior" . | nindent 4 }}
{{- end }}

{{/*
By what waits and by how long it has waited. Every pod of a worker reports the same queue, hence `max` over pods first. Where
Prometheus has no answer (ignoreNullValues: false makes that an error) there are `fallbackReplicas` pods. (dict "root" "c")
*/}}
{{- define "practika.scaledObject" -}}
{{- $keda := .c.values.keda -}}
{{- $of := printf "namespace=%q,queue=~%q" .root.Release.Namespace (join "|" .c.queues) -}}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  {{- include "practika.metadata" (dict "root" .root "name" .c.fullname "component" .c.name) | nindent 2 }}
spec:
  scaleTargetRef:
    {{- include "practika.scaleTarget" . | nindent 4 }}
  minReplicaCount: {{ $keda.min | int }}
  maxReplicaCount: {{ $keda.max | int }}
  pollingInterval: 15
  cooldownPeriod: 300
  fallback:
    failureThreshold: 3
    replicas: {{ $keda.fallbackReplicas | int }}
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        {{- include "practika.scaleBehavior" . | nindent 8 }}
  triggers:
    - type: prometheus
      name: jobs
      metricType: AverageValue
      metadata:
        serverAddress: {{ .root.Values.global.keda.prometheusAddress | quote }}
        query: {{ printf "sum(max by (queue, state) (practika_queue_jobs{%s,state=~\"waiting|active|delayed|prioritized\"}))" $of | squote }}
        threshold: {{ $keda.targetJobs | int | quote }}
        ignoreNullValues: "false"
    - type: prometheus
      name: oldest
      metricType: AverageValue
      metadata:
        serverAddress: {{ .root.Values.global.keda.prometheusAddress | quote }}
        query: {{ printf "max(practika_queue_oldest_waiting_seconds{%s})" $of | squote }}
        threshold: {{ $keda.targetAgeSeconds | int | quote }}
        ignoreNullValues: "false"
{{- end }}
