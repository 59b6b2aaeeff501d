namespace BgpNode.Kernel.Nexthops;

/// <summary>One object of a group and its share, 1 to 256.</summary>
public readonly record struct NexthopMember(uint Id, ushort Weight = 1);
