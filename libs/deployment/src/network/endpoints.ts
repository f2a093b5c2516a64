export type Protocol = 'TCP' | 'UDP' | 'SCTP';
export type Labels = Readonly<Record<string, string>>;

export interface ContainerPort {
  readonly name: string | null;
  readonly port: number;
  readonly protocol: Protocol;
}

/** A pod. Its namespace's labels come from the world it lives in. */
export interface PodEndpoint {
  readonly kind: 'pod';
  readonly id: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly ip: string;
  /** Shares its node's address and is no pod for the network. */
  readonly hostNetwork: boolean;
  readonly ports: readonly ContainerPort[];
}

/** Whatever is no pod of the cluster: a load balancer, a managed database, the API server, a node, a public host. */
export interface AddressEndpoint {
  readonly kind: 'address';
  readonly id: string;
  readonly ip: string;
  /** The name that resolves to the address, where policies may ask for it. */
  readonly fqdn: string | null;
}

export type Endpoint = PodEndpoint | AddressEndpoint;

/** Labels by namespace, the automatic kubernetes.io/metadata.name included. */
export type Namespaces = ReadonlyMap<string, Labels>;
